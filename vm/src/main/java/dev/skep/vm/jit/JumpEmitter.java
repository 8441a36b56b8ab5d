package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.skep.isa.Condition;
import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/** Emits the conditions of jumps. */
final class JumpEmitter {
  private static final Condition[] CONDITIONS = Condition.values();

  private final CodeBuilder code;
  private final Registers registers;
  private final int counters;

  /**
   * An emitter for a method.
   *
   * @param counters the registers that are never negative
   */
  JumpEmitter(CodeBuilder code, Registers registers, int counters) {
    this.code = code;
    this.registers = registers;
    this.counters = counters;
  }

  /** Goes to a label when the condition of a word holds. */
  void emit(long word, Label target) {
    int operation = Op.operation(word) - Op.JEQ32_REG;
    Condition condition = CONDITIONS[operation >>> 2];
    boolean immediate = (operation & 1) != 0;
    if ((operation & 2) != 0) {
      wide(condition, word, immediate);
      onSign(condition, target);
    } else {
      registers.loadInt(Op.dst(word));
      registers.operandInt(word, immediate);
      narrow(condition, target);
    }
  }

  /** Leaves a number with the sign of the comparison. */
  private void wide(Condition condition, long word, boolean immediate) {
    registers.load(Op.dst(word));
    registers.operand(word, immediate);
    switch (condition) {
      case EQUAL,
          NOT_EQUAL,
          SIGNED_GREATER,
          SIGNED_GREATER_OR_EQUAL,
          SIGNED_LESS,
          SIGNED_LESS_OR_EQUAL ->
          code.lcmp();
      case BITS_SET -> code.land().lconst_0().lcmp();
      case UNSIGNED_GREATER, UNSIGNED_GREATER_OR_EQUAL, UNSIGNED_LESS, UNSIGNED_LESS_OR_EQUAL -> {
        if (isCounter(Op.dst(word))
            && (immediate ? Op.immediate(word) >= 0 : isCounter(Op.src(word)))) {
          code.lcmp();
        } else {
          code.invokestatic(Names.LONG, "compareUnsigned", Names.type(CD_int, CD_long, CD_long));
        }
      }
    }
  }

  private boolean isCounter(int register) {
    return ((counters >>> register) & 1) != 0;
  }

  private void onSign(Condition condition, Label target) {
    switch (condition) {
      case EQUAL -> code.ifeq(target);
      case NOT_EQUAL, BITS_SET -> code.ifne(target);
      case UNSIGNED_GREATER, SIGNED_GREATER -> code.ifgt(target);
      case UNSIGNED_GREATER_OR_EQUAL, SIGNED_GREATER_OR_EQUAL -> code.ifge(target);
      case UNSIGNED_LESS, SIGNED_LESS -> code.iflt(target);
      case UNSIGNED_LESS_OR_EQUAL, SIGNED_LESS_OR_EQUAL -> code.ifle(target);
    }
  }

  private void narrow(Condition condition, Label target) {
    switch (condition) {
      case EQUAL -> code.if_icmpeq(target);
      case NOT_EQUAL -> code.if_icmpne(target);
      case SIGNED_GREATER -> code.if_icmpgt(target);
      case SIGNED_GREATER_OR_EQUAL -> code.if_icmpge(target);
      case SIGNED_LESS -> code.if_icmplt(target);
      case SIGNED_LESS_OR_EQUAL -> code.if_icmple(target);
      case BITS_SET -> code.iand().ifne(target);
      case UNSIGNED_GREATER, UNSIGNED_GREATER_OR_EQUAL, UNSIGNED_LESS, UNSIGNED_LESS_OR_EQUAL -> {
        code.invokestatic(Names.INTEGER, "compareUnsigned", Names.type(CD_int, CD_int, CD_int));
        onSign(condition, target);
      }
    }
  }
}
