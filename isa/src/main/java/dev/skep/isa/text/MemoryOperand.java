package dev.skep.isa.text;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Register;
import dev.skep.isa.Width;

/** The size and address of {@code (u32 *)(r1 +8)}. */
record MemoryOperand(TypeName type, Register base, short offset) {

  /** A memory type: {@code u8} to {@code u64}, {@code s8} to {@code s32}. */
  record TypeName(MemorySize size, boolean signed) {

    static TypeName read(LineScanner scanner) {
      int start = scanner.position();
      String word = scanner.word();
      for (MemorySize size : MemorySize.values()) {
        if (word.equals(Signs.type(size, false))) {
          return new TypeName(size, false);
        }
        if (word.equals(Signs.type(size, true)) && size != MemorySize.DW) {
          return new TypeName(size, true);
        }
      }
      scanner.rewind(start);
      throw scanner.expected("a type u8 to u64 or s8 to s32");
    }

    /** The pointer type in {@code (u32 *)}. */
    static TypeName readPointer(LineScanner scanner) {
      scanner.expect("(");
      TypeName type = read(scanner);
      scanner.expect("*");
      scanner.expect(")");
      return type;
    }
  }

  MemorySize size() {
    return type.size();
  }

  /** Memory of an unsigned type. */
  static MemoryOperand read(LineScanner scanner) {
    int start = scanner.position();
    MemoryOperand memory = readAnySign(scanner);
    if (memory.type().signed()) {
      throw scanner.errorAt(start, "only a plain load extends a sign");
    }
    return memory;
  }

  static MemoryOperand readAnySign(LineScanner scanner) {
    TypeName type = TypeName.readPointer(scanner);
    scanner.expect("(");
    Register base = scanner.register(Width.W64);
    short offset = scanner.sees(")") ? 0 : scanner.int16("offset");
    scanner.expect(")");
    return new MemoryOperand(type, base, offset);
  }

  /** An atomic operation on this memory; errors stand where it starts. */
  Instruction atomic(
      LineScanner scanner, int start, AtomicOperation operation, boolean fetch, Register src) {
    if (size() != MemorySize.W && size() != MemorySize.DW) {
      throw scanner.errorAt(start, "an atomic operation has u32 or u64");
    }
    return new Instruction.Atomic(size(), operation, fetch, base, offset, src);
  }
}
