package dev.skep.vm.jit;

import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.nio.ByteOrder;

/**
 * Aligned words of the frame as variables: those that only a function's own loads and stores at
 * fixed offsets reach. Words that are accessed by halves only are two variables, each
 * zero-extended; otherwise accesses of a part of a word shift and mask.
 */
final class FrameWords {
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private final CodeBuilder code;
  private final Registers registers;

  /** The variables of each word: of its lower half or the whole, and of its upper half. */
  private final int[] variables = new int[2 * Values.WORDS];

  private final long own;
  private final long halves;

  /**
   * Makes variables of words.
   *
   * @param words a bit for each word
   * @param halves those of them that become two variables
   */
  FrameWords(CodeBuilder code, Registers registers, long words, long halves) {
    this.code = code;
    this.registers = registers;
    this.own = LITTLE_ENDIAN ? words : 0;
    this.halves = LITTLE_ENDIAN ? halves & words : 0;
  }

  /** Gives each word its variables. */
  void allocate() {
    for (long left = own; left != 0; left &= left - 1) {
      int word = Long.numberOfTrailingZeros(left);
      allocate(2 * word);
      if (isHalves(word)) {
        allocate(2 * word + 1);
      }
    }
  }

  private void allocate(int at) {
    variables[at] = code.allocateLocal(TypeKind.LONG);
    code.lconst_0().lstore(variables[at]);
  }

  private boolean isHalves(int word) {
    return ((halves >>> word) & 1) != 0;
  }

  /** Whether an access at an offset from the frame pointer is one of a variable. */
  boolean has(long offset, int bytes) {
    int word = Values.word(offset);
    boolean within = word >= 0 && (offset & 7) + bytes <= 8 && ((own >>> word) & 1) != 0;
    return within && (!isHalves(word) || (bytes == 4 && (offset & 3) == 0));
  }

  private int variable(long offset) {
    int word = Values.word(offset);
    boolean upper = isHalves(word) && (offset & 4) != 0;
    return variables[2 * word + (upper ? 1 : 0)];
  }

  private int shift(long offset) {
    return isHalves(Values.word(offset)) ? 0 : 8 * (int) (offset & 7);
  }

  /** Leaves a value of the frame on the stack, as a register's value. */
  void load(long offset, Kind kind, boolean signed) {
    int shift = shift(offset);
    code.lload(variable(offset));
    if (kind == Kind.LONG || (isHalves(Values.word(offset)) && !signed)) {
      return;
    }
    if (signed) {
      int above = 64 - 8 * kind.bytes;
      code.loadConstant(above - shift).lshl().loadConstant(above).lshr();
      return;
    }
    if (shift != 0) {
      code.loadConstant(shift).lushr();
    }
    code.loadConstant(kind.mask()).land();
  }

  /** Stores what a word of code names. */
  void store(long offset, Kind kind, long word) {
    int variable = variable(offset);
    boolean immediate = Op.operation(word) >= Op.STB;
    boolean part = kind != Kind.LONG && !isHalves(Values.word(offset));
    int shift = shift(offset);
    if (part) {
      code.lload(variable).loadConstant(~(kind.mask() << shift)).land();
    }
    registers.operand(word, immediate);
    if (kind != Kind.LONG) {
      code.loadConstant(kind.mask()).land();
    }
    if (part) {
      if (shift != 0) {
        code.loadConstant(shift).lshl();
      }
      code.lor();
    }
    code.lstore(variable);
  }

  /** Visits all words. */
  void forEach(Each each) {
    for (long left = own; left != 0; left &= left - 1) {
      int word = Long.numberOfTrailingZeros(left);
      each.accept(8L * (word - Values.WORDS), () -> loadWord(word));
    }
  }

  private void loadWord(int word) {
    code.lload(variables[2 * word]);
    if (isHalves(word)) {
      code.lload(variables[2 * word + 1]).loadConstant(32).lshl().lor();
    }
  }

  /** Takes a word. */
  @FunctionalInterface
  interface Each {
    /** Takes a word by its offset from the frame pointer; {@code load} leaves it on the stack. */
    void accept(long offset, Runnable load);
  }
}
