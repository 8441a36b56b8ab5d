package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.foreign.ValueLayout;

/** The sizes of accesses, and how Java names them. */
enum Kind {
  BYTE(1, CD_byte, ValueLayout.OfByte.class, "JAVA_BYTE"),
  SHORT(2, CD_short, ValueLayout.OfShort.class, "JAVA_SHORT_UNALIGNED"),
  INT(4, CD_int, ValueLayout.OfInt.class, "JAVA_INT_UNALIGNED"),
  LONG(8, CD_long, ValueLayout.OfLong.class, "JAVA_LONG_UNALIGNED");

  final int bytes;
  final ClassDesc type;
  final ClassDesc layoutType;
  final String layout;

  Kind(int bytes, ClassDesc type, Class<?> layoutType, String layout) {
    this.bytes = bytes;
    this.type = type;
    this.layoutType = Names.desc(layoutType);
    this.layout = layout;
  }

  static Kind of(int operation) {
    return switch (Operations.bytes(operation)) {
      case 1 -> BYTE;
      case 2 -> SHORT;
      case 4 -> INT;
      default -> LONG;
    };
  }

  /** What was loaded becomes a register's value. */
  void widen(CodeBuilder code, boolean signed) {
    if (this == LONG) {
      return;
    }
    code.i2l();
    if (!signed) {
      code.loadConstant(mask()).land();
    }
  }

  /** The bits of an unsigned value. */
  long mask() {
    return this == LONG ? -1 : (1L << (8 * bytes)) - 1;
  }

  /** Leaves what a store stores on the stack, as the kind's type. */
  void source(CodeBuilder code, Registers registers, long word) {
    boolean immediate = Op.operation(word) >= Op.STB;
    if (this == LONG) {
      registers.operand(word, immediate);
      return;
    }
    registers.operandInt(word, immediate);
    if (this == BYTE) {
      code.i2b();
    } else if (this == SHORT) {
      code.i2s();
    }
  }
}
