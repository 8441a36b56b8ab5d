package dev.skep.object.core;

import java.util.function.Supplier;

/** Writes the answer to a relocation into the instruction that asked. */
final class InstructionPatcher {
  /**
   * The helper that no kernel has, 0xbad2310: if the instruction is reached, verifiers say {@code
   * invalid func unknown#195896080}, which people search for.
   */
  static final int POISON = 195896080;

  private static final int CLASS_LD = 0;
  private static final int CLASS_LDX = 1;
  private static final int CLASS_ST = 2;
  private static final int CLASS_STX = 3;
  private static final int CLASS_ALU = 4;
  private static final int CLASS_ALU64 = 7;
  private static final int SOURCE_REGISTER = 8;
  private static final int SIZE_MASK = 0x18;

  private final long[] words;
  private final int slot;

  InstructionPatcher(long[] words, int slot) {
    this.words = words;
    this.slot = slot;
    if (slot < 0 || slot >= words.length) {
      throw new Unfit("no instruction at slot=" + slot);
    }
  }

  /** Patches; returns why the instruction was poisoned, or nothing. */
  String apply(Answer answer, Supplier<String> absent) {
    long word = words[slot];
    boolean wide = InstructionWord.instructionClass(word) == CLASS_LD;
    checkForm(word, wide);
    if (answer.poison()) {
      poison(wide);
      return absent.get();
    }
    return switch (InstructionWord.instructionClass(word)) {
      case CLASS_ALU, CLASS_ALU64 -> immediate(word, answer);
      case CLASS_LD -> wideImmediate(word, answer);
      default -> memory(word, answer);
    };
  }

  private void checkForm(long word, boolean wide) {
    switch (InstructionWord.instructionClass(word)) {
      case CLASS_ALU, CLASS_ALU64 -> {
        if ((InstructionWord.opcode(word) & SOURCE_REGISTER) != 0) {
          throw unfit(word, "has no immediate");
        }
      }
      case CLASS_LDX, CLASS_ST, CLASS_STX -> {}
      default -> {
        if (!wide || !InstructionWord.isLoadImmediate64(word)) {
          throw unfit(word, "is none that relocation knows");
        }
        boolean plain = (word & 0xffff_f000L) == 0;
        if (slot + 1 >= words.length || !plain || (words[slot + 1] & 0xffff_ffffL) != 0) {
          throw unfit(word, "is no plain 64-bit constant");
        }
      }
    }
  }

  private Unfit unfit(long word, String why) {
    return new Unfit(String.format("the instruction 0x%016x %s", word, why));
  }

  private void poison(boolean wide) {
    words[slot] = InstructionWord.poison(POISON);
    if (wide) {
      words[slot + 1] = InstructionWord.poison(POISON);
    }
  }

  private static void require(boolean validate, long found, Answer answer) {
    if (validate && found != answer.expected()) {
      throw new Unfit(
          "the instruction holds " + found + ", the compiler's types say " + answer.expected());
    }
  }

  private String immediate(long word, Answer answer) {
    require(answer.validate(), InstructionWord.immediate(word), answer);
    words[slot] = InstructionWord.withImmediate(word, (int) answer.value());
    return "";
  }

  private String wideImmediate(long word, Answer answer) {
    long high = InstructionWord.immediate(words[slot + 1]);
    long found = high << 32 | (InstructionWord.immediate(word) & 0xffff_ffffL);
    require(answer.validate(), found, answer);
    words[slot] = InstructionWord.withImmediate(word, (int) answer.value());
    words[slot + 1] = InstructionWord.withImmediate(words[slot + 1], (int) (answer.value() >>> 32));
    return "";
  }

  private String memory(long word, Answer answer) {
    require(answer.validate(), InstructionWord.offset(word), answer);
    if (answer.value() > Short.MAX_VALUE || answer.value() < 0) {
      throw new Unfit("offset=" + answer.value() + " does not fit the instruction's 16 bits");
    }
    if (answer.sizeUnfit()) {
      poison(false);
      return "the target's field has bytes="
          + answer.targetSize()
          + ", the program's bytes="
          + answer.localSize()
          + "; only pointers and unsigned integers may change size, others need bpf_core_read";
    }
    words[slot] = InstructionWord.withOffset(word, (int) answer.value());
    if (answer.targetSize() != answer.localSize()) {
      resize(answer);
    }
    return "";
  }

  private void resize(Answer answer) {
    int opcode = InstructionWord.opcode(words[slot]);
    if (bytes(opcode & SIZE_MASK) != answer.localSize()) {
      throw new Unfit(
          "the instruction accesses bytes="
              + bytes(opcode & SIZE_MASK)
              + ", the field has bytes="
              + answer.localSize());
    }
    int size =
        switch (answer.targetSize()) {
          case 1 -> 0x10;
          case 2 -> 0x08;
          case 4 -> 0x00;
          case 8 -> 0x18;
          default -> throw new Unfit("no instruction accesses bytes=" + answer.targetSize());
        };
    words[slot] = InstructionWord.withOpcode(words[slot], (opcode & ~SIZE_MASK) | size);
  }

  private static int bytes(int size) {
    return switch (size) {
      case 0x00 -> 4;
      case 0x08 -> 2;
      case 0x10 -> 1;
      default -> 8;
    };
  }
}
