package dev.skep.isa.text;

import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import org.jspecify.annotations.Nullable;

/** A line that starts with the register it writes. */
final class Assignment {
  private final LineScanner scanner;
  private final Draft draft;
  private final boolean constantIsWide;

  /**
   * @param constantIsWide whether a constant is a 64-bit load even without {@code ll}
   */
  Assignment(LineScanner scanner, Draft draft, boolean constantIsWide) {
    this.scanner = scanner;
    this.draft = draft;
    this.constantIsWide = constantIsWide;
  }

  /** Adds the assignment that starts with a register. */
  void read() {
    RegisterName dst = scanner.register();
    if (scanner.accepts("=")) {
      assigned(dst);
      return;
    }
    for (AluOperation operation : AluOperation.values()) {
      if (scanner.accepts(Signs.of(operation))) {
        Operand src = scanner.operand(dst.width());
        draft.add(new Instruction.Alu(dst.width(), operation, dst.register(), src));
        return;
      }
    }
    throw scanner.expected("an assignment like = or +=");
  }

  private void assigned(RegisterName dst) {
    if (scanner.seesRegister()) {
      Register src = scanner.register(dst.width());
      draft.add(new Instruction.Move(dst.width(), dst.register(), src));
    } else if (scanner.seesNumber()) {
      draft.add(constant(dst));
    } else if (scanner.accepts("-")) {
      draft.add(negation(dst));
    } else if (scanner.accepts("*")) {
      draft.add(load(whole(dst)));
    } else if (scanner.accepts("(")) {
      draft.add(signExtension(dst));
    } else {
      function(whole(dst));
    }
  }

  private Instruction constant(RegisterName dst) {
    int start = scanner.position();
    Number64 number = scanner.number();
    boolean suffix = scanner.acceptsWord("ll");
    if (suffix || constantIsWide) {
      return Instruction.LoadImmediate64.of(whole(dst), number.bits());
    }
    if (!number.fitsInt32()) {
      throw scanner.errorAt(
          start, "immediate=" + number + " does not fit 32 bits: write \"ll\" behind it");
    }
    Operand immediate = Operand.of((int) number.bits());
    return new Instruction.Move(dst.width(), dst.register(), immediate);
  }

  private Register whole(RegisterName dst) {
    if (dst.width() == Width.W32) {
      throw scanner.error("only moves and arithmetic write a w register: use " + dst.register());
    }
    return dst.register();
  }

  private Instruction negation(RegisterName dst) {
    expectSame(dst);
    return new Instruction.Negate(dst.width(), dst.register());
  }

  private void expectSame(RegisterName dst) {
    int start = scanner.position();
    if (!scanner.register().equals(dst)) {
      throw scanner.errorAt(start, "source and destination of this must be one register");
    }
  }

  private Instruction signExtension(RegisterName dst) {
    int start = scanner.position();
    MemoryOperand.TypeName type = MemoryOperand.TypeName.read(scanner);
    int bits = type.size().bits();
    if (!type.signed() || (bits == 32 && dst.width() == Width.W32)) {
      throw scanner.errorAt(start, "a move extends s8, s16 or, to 64 bits, s32");
    }
    scanner.expect(")");
    Register src = scanner.register(dst.width());
    return new Instruction.MoveSignExtended(dst.width(), bits, dst.register(), src);
  }

  private Instruction load(Register dst) {
    int start = scanner.position();
    MemoryOperand.TypeName type = MemoryOperand.TypeName.readPointer(scanner);
    if (scanner.acceptsWord("skb")) {
      return packetLoad(start, dst, type);
    }
    scanner.rewind(start);
    MemoryOperand from = MemoryOperand.readAnySign(scanner);
    return new Instruction.Load(from.size(), type.signed(), dst, from.base(), from.offset());
  }

  private Instruction packetLoad(int start, Register dst, MemoryOperand.TypeName type) {
    if (dst != Register.R0 || type.signed() || type.size() == MemorySize.DW) {
      throw scanner.errorAt(start, "a packet load has u8, u16 or u32 and goes to r0");
    }
    scanner.expect("[");
    Instruction load;
    if (scanner.seesRegister()) {
      Register index = scanner.register(Width.W64);
      int offset = scanner.sees("]") ? 0 : scanner.int32("offset");
      load = new Instruction.LoadPacketIndirect(type.size(), index, offset);
    } else {
      load = new Instruction.LoadPacketAbsolute(type.size(), scanner.int32("offset"));
    }
    scanner.expect("]");
    return load;
  }

  private void function(Register dst) {
    int start = scanner.position();
    String name = scanner.word();
    switch (name) {
      case "addr_space_cast" -> draft.add(castAddressSpace(dst));
      case "load_acquire" -> draft.add(loadAcquire(dst));
      case "map" -> draft.add(map(dst));
      case "btf" -> draft.add(kernelVariable(dst));
      case "subprog" -> subprogram(dst);
      case "le16", "le32", "le64", "be16", "be32", "be64", "bswap16", "bswap32", "bswap64" ->
          draft.add(byteSwap(name, dst));
      default -> {
        Instruction atomic = fetching(start, name, dst);
        if (atomic == null) {
          scanner.rewind(start);
          throw scanner.expected("a value");
        }
        draft.add(atomic);
      }
    }
  }

  private Instruction byteSwap(String name, Register dst) {
    expectSame(new RegisterName(Width.W64, dst));
    int bits = name.endsWith("16") ? 16 : name.endsWith("32") ? 32 : 64;
    Instruction.ByteSwap.Order order =
        name.startsWith("bs")
            ? Instruction.ByteSwap.Order.SWAP
            : name.startsWith("be")
                ? Instruction.ByteSwap.Order.TO_BIG_ENDIAN
                : Instruction.ByteSwap.Order.TO_LITTLE_ENDIAN;
    return new Instruction.ByteSwap(order, bits, dst);
  }

  private Instruction castAddressSpace(Register dst) {
    scanner.expect("(");
    Register src = scanner.register(Width.W64);
    scanner.expect(",");
    int start = scanner.position();
    int to = scanner.int32("space");
    scanner.expect(",");
    int from = scanner.int32("space");
    scanner.expect(")");
    if (!Instruction.CastAddressSpace.isPair(to, from)) {
      throw scanner.errorAt(start, "casts are to 0 from 1 or to 1 from 0");
    }
    return new Instruction.CastAddressSpace(dst, src, to, from);
  }

  private Instruction loadAcquire(Register dst) {
    scanner.expect("(");
    MemoryOperand from = MemoryOperand.read(scanner);
    scanner.expect(")");
    return new Instruction.LoadAcquire(from.size(), dst, from.base(), from.offset());
  }

  /** The fetching atomic operation of this name, {@code null} if it is none. */
  private @Nullable Instruction fetching(int start, String name, Register dst) {
    for (AtomicOperation operation : AtomicOperation.values()) {
      String word = (operation.alwaysFetches() ? "" : "fetch_") + Signs.word(operation);
      boolean wide = name.equals("atomic64_" + word);
      if (wide || name.equals("atomic_" + word)) {
        return fetching(start, operation, wide ? MemorySize.DW : MemorySize.W, dst);
      }
    }
    return null;
  }

  private Instruction fetching(
      int start, AtomicOperation operation, MemorySize size, Register dst) {
    scanner.expect("(");
    MemoryOperand at = MemoryOperand.read(scanner);
    scanner.expect(",");
    boolean compares = operation == AtomicOperation.CMPXCHG;
    if (compares) {
      scanner.expectWord("r0");
      scanner.expect(",");
    }
    Register src = scanner.register(Width.W64);
    scanner.expect(")");
    if (at.size() != size) {
      throw scanner.errorAt(start, "atomic_ is for u32, atomic64_ for u64");
    }
    if (dst != (compares ? Register.R0 : src)) {
      throw scanner.errorAt(start, "the old value goes to " + (compares ? "r0" : src));
    }
    return at.atomic(scanner, start, operation, true, src);
  }

  /** {@code map[fd:3]}, {@code map[idx:3]}, {@code map[fd:3][0]+8}. */
  private Instruction map(Register dst) {
    scanner.expect("[");
    boolean index = scanner.acceptsWord("idx");
    if (!index) {
      scanner.expectWord("fd");
    }
    scanner.expect(":");
    int map = scanner.int32("map");
    scanner.expect("]");
    if (!scanner.accepts("[")) {
      PseudoImmediate kind = index ? PseudoImmediate.MAP_INDEX : PseudoImmediate.MAP_FD;
      return new Instruction.LoadImmediate64(dst, kind, map, 0);
    }
    scanner.expectWord("0");
    scanner.expect("]");
    PseudoImmediate kind = index ? PseudoImmediate.MAP_INDEX_VALUE : PseudoImmediate.MAP_VALUE;
    return new Instruction.LoadImmediate64(dst, kind, map, scanner.int32("offset"));
  }

  /** {@code btf[id:5]} or {@code btf[id:5][fd:7]}. */
  private Instruction kernelVariable(Register dst) {
    scanner.expect("[");
    int id = tagged("id");
    int module = 0;
    if (scanner.accepts("[")) {
      module = tagged("fd");
    }
    return new Instruction.LoadImmediate64(dst, PseudoImmediate.BTF_ID, id, module);
  }

  private int tagged(String tag) {
    scanner.expectWord(tag);
    scanner.expect(":");
    int number = scanner.int32(tag);
    scanner.expect("]");
    return number;
  }

  /** {@code subprog[+5]} or {@code subprog[label]}. */
  private void subprogram(Register dst) {
    scanner.expect("[");
    Draft.Target target = scanner.target(true);
    scanner.expect("]");
    draft.add(
        target,
        offset -> new Instruction.LoadImmediate64(dst, PseudoImmediate.FUNCTION, offset, 0));
  }
}
