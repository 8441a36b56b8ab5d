package dev.skep.vm.jit;

import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/** BPF registers as local variables of a method. */
final class Registers {
  static final int FRAME_POINTER = 10;
  private static final long LOW_HALF = 0xffff_ffffL;

  private final CodeBuilder code;
  private final int[] variables = new int[FRAME_POINTER + 1];
  private int known;

  Registers(CodeBuilder code) {
    this.code = code;
  }

  /** Says that a register lives in a variable, as parameters do. */
  void place(int register, int variable) {
    variables[register] = variable;
    known |= 1 << register;
  }

  /** Gives each of these registers a variable that has none; returns which those are. */
  int allocate(int registers) {
    int added = registers & ~known;
    forEach(added, register -> variables[register] = code.allocateLocal(TypeKind.LONG));
    known |= added;
    return added;
  }

  /** The registers that have variables. */
  int known() {
    return known;
  }

  /** Takes a register. */
  @FunctionalInterface
  interface Each {
    /** Takes a register. */
    void accept(int register);
  }

  /** Visits the registers of a set, ascending. */
  static void forEach(int registers, Each each) {
    for (int left = registers; left != 0; left &= left - 1) {
      each.accept(Integer.numberOfTrailingZeros(left));
    }
  }

  void load(int register) {
    code.lload(variables[register]);
  }

  void loadInt(int register) {
    code.lload(variables[register]).l2i();
  }

  void store(int register) {
    code.lstore(variables[register]);
  }

  /** Stores an int, zero-extended. */
  void storeUnsigned(int register) {
    unsigned(code);
    store(register);
  }

  /** An int on the stack becomes a long, zero-extended. */
  static void unsigned(CodeBuilder code) {
    code.i2l().loadConstant(LOW_HALF).land();
  }

  /** The second operand of a word: a register, or the immediate, sign-extended. */
  void operand(long word, boolean immediate) {
    if (immediate) {
      code.loadConstant((long) Op.immediate(word));
    } else {
      load(Op.src(word));
    }
  }

  /** The low half of the second operand of a word. */
  void operandInt(long word, boolean immediate) {
    if (immediate) {
      code.loadConstant(Op.immediate(word));
    } else {
      loadInt(Op.src(word));
    }
  }

  /** The address that a word names by a base register and an offset. */
  void address(int base, int offset) {
    load(base);
    if (offset != 0) {
      code.loadConstant((long) offset).ladd();
    }
  }
}
