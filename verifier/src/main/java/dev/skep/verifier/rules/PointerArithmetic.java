package dev.skep.verifier.rules;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.Width;
import dev.skep.verifier.domain.ScalarArithmetic;
import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.Locale;

/**
 * Numbers added to and taken from pointers. A known number goes into the fixed offset, an unknown
 * one into the variable part.
 */
record PointerArithmetic(Machine machine, Instruction.Alu alu, int dst) {
  /** Offsets beyond this are not tracked ({@code BPF_MAX_VAR_OFF} of linux/bpf_verifier.h). */
  static final long MAX_OFFSET = 1L << 29;

  /** Two pointers: their difference is a number, nothing else is allowed. */
  void twoPointers() {
    if (machine.privileged() && alu.operation() == AluOperation.SUB) {
      machine.frame().register(dst, Value.unknown());
      return;
    }
    throw Violation.of(
        Rule.POINTER_ARITHMETIC,
        "R" + dst + " pointer " + symbol() + " pointer prohibited",
        "Two addresses are combined by " + alu.operation());
  }

  private Scalar unknown() {
    return alu.width() == Width.W64
        ? Value.unknown()
        : Value.of(ScalarArithmetic.LINUX.lowHalf(Value.unknown().range()));
  }

  private String symbol() {
    return switch (alu.operation()) {
      case ADD -> "+=";
      case SUB -> "-=";
      case AND -> "&=";
      case OR -> "|=";
      case XOR -> "^=";
      case MUL -> "*=";
      case DIV, SDIV -> "/=";
      case MOD, SMOD -> "%=";
      case LSH -> "<<=";
      case RSH -> ">>=";
      case ARSH -> "s>>=";
    };
  }

  /**
   * The result for a pointer and a number; {@code numberFirst} when the number is the left operand.
   */
  Value apply(Pointer pointer, Scalar number, boolean numberFirst) {
    ScalarRange by = number.range();
    if (contradicts(by)) {
      return unknown();
    }
    if (pointer.kind() == PointerKind.ARENA) {
      return arena(pointer);
    }
    if (alu.width() == Width.W32) {
      return narrow();
    }
    checkKind(pointer, by);
    checkOffsets(pointer, by);
    return switch (alu.operation()) {
      case ADD -> checked(add(pointer, by));
      case SUB -> checked(subtract(pointer, by, numberFirst));
      default -> other();
    };
  }

  private static boolean contradicts(ScalarRange by) {
    return (by.isConstant()
            && (by.signedMin() != by.signedMax() || by.unsignedMin() != by.unsignedMax()))
        || by.signedMin() > by.signedMax()
        || Long.compareUnsigned(by.unsignedMin(), by.unsignedMax()) > 0;
  }

  private Value arena(Pointer pointer) {
    return switch (alu.operation()) {
      case ADD, SUB, AND, OR, XOR -> alu.width() == Width.W64 ? pointer : unknown();
      default -> unknown();
    };
  }

  private Value narrow() {
    if (alu.operation() == AluOperation.SUB && machine.privileged()) {
      return unknown();
    }
    throw Violation.of(
        Rule.POINTER_ARITHMETIC,
        "R" + dst + " 32-bit pointer arithmetic prohibited",
        "32-bit arithmetic on an address, which has 64 bits");
  }

  private Value other() {
    switch (alu.operation()) {
      case AND, OR, XOR ->
          throw Violation.of(
              Rule.POINTER_ARITHMETIC,
              "R" + dst + " bitwise operator " + symbol() + " on pointer prohibited",
              "The bits of an address are changed by " + alu.operation());
      default -> {
        throw Violation.of(
            Rule.POINTER_ARITHMETIC,
            "R" + dst + " pointer arithmetic with " + symbol() + " operator prohibited",
            "An address is changed by "
                + alu.operation().name().toLowerCase(Locale.ROOT)
                + "; only numbers may be added to it or taken from it");
      }
    }
  }

  private void checkKind(Pointer pointer, ScalarRange by) {
    if (pointer.isNullable()) {
      throw Violation.of(
          Rule.NULL_CHECK,
          "R"
              + dst
              + " pointer arithmetic on "
              + pointer.typeName()
              + " prohibited, null-check it first",
          "The pointer may be NULL here, and something is added to it: " + pointer);
    }
    boolean known = by.isConstant();
    boolean nothing = known && by.constant() == 0 && alu.operation() == AluOperation.ADD;
    boolean allowed =
        switch (pointer.kind()) {
          case CONTEXT,
              MAP_VALUE,
              MAP_KEY,
              STACK,
              PACKET,
              PACKET_META,
              TP_BUFFER,
              BTF_OBJECT,
              MEMORY,
              BUFFER,
              FUNCTION,
              DYNPTR,
              ARENA ->
              true;
          case FLOW_KEYS -> known;
          case MAP -> nothing;
          case PACKET_END, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> false;
        };
    if (!allowed) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "R" + dst + " pointer arithmetic on " + pointer.typeName() + " prohibited",
          "Nothing may be added to this kind of pointer: " + pointer);
    }
  }

  /** Numbers that could be anything would let the sum wrap around. */
  private void checkOffsets(Pointer pointer, ScalarRange by) {
    String type = pointer.typeName();
    if (by.isConstant() && Math.abs(by.signedMin()) >= MAX_OFFSET) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "math between " + type + " pointer and " + by.signedMin() + " is not allowed",
          "The offset " + by.signedMin() + " is too large");
    }
    checkVariable(by, type);
    if (pointer.isFixed() && Math.abs(pointer.variable().signedMin()) >= MAX_OFFSET) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "math between "
              + type
              + " pointer and "
              + pointer.variable().signedMin()
              + " is not allowed");
    }
    checkPlace(pointer);
  }

  private static void checkVariable(ScalarRange by, String type) {
    if (by.signedMin() == Long.MIN_VALUE) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "math between " + type + " pointer and register with unbounded min value is not allowed",
          "The number added to the pointer has no lower bound");
    }
    if (Math.abs(by.signedMin()) >= MAX_OFFSET) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "value " + by.signedMin() + " makes " + type + " pointer be out of bounds",
          "The number added to the pointer may be as low as " + by.signedMin());
    }
  }

  private static void checkPlace(Pointer pointer) {
    if (Math.abs((long) pointer.offset()) >= MAX_OFFSET) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          pointer.typeName() + " pointer offset " + pointer.offset() + " is not allowed",
          "The pointer's offset " + pointer.offset() + " is too large");
    }
    checkVariable(pointer.variable(), pointer.typeName());
  }

  private Pointer add(Pointer pointer, ScalarRange by) {
    if (by.isConstant() && fits(pointer.offset() + by.signedMin())) {
      return pointer.at((int) (pointer.offset() + by.signedMin()), pointer.variable());
    }
    ScalarRange sum = combine(AluOperation.ADD, pointer.variable(), by);
    Pointer moved = pointer.at(pointer.offset(), sum);
    return pointer.isPacket()
        ? moved.withId(machine.control().freshId()).withTarget(new Target.InPacket(0))
        : moved;
  }

  private Pointer subtract(Pointer pointer, ScalarRange by, boolean numberFirst) {
    if (numberFirst) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "R" + dst + " tried to subtract pointer from scalar",
          "An address is subtracted from a number");
    }
    if (pointer.kind() == PointerKind.STACK) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "R" + dst + " subtraction from stack pointer prohibited",
          "A number is subtracted from a stack pointer; add a negative constant instead");
    }
    if (by.isConstant() && fits(pointer.offset() - by.signedMin())) {
      return pointer.at((int) (pointer.offset() - by.signedMin()), pointer.variable());
    }
    Pointer moved = pointer.at(pointer.offset(), combine(AluOperation.SUB, pointer.variable(), by));
    if (!pointer.isPacket()) {
      return moved;
    }
    Pointer renamed = moved.withId(machine.control().freshId());
    return by.signedMin() < 0 ? renamed.withTarget(new Target.InPacket(0)) : renamed;
  }

  private static boolean fits(long offset) {
    return offset == (int) offset;
  }

  /** Pointers carry no bounds of their low half. */
  private static ScalarRange combine(AluOperation operation, ScalarRange a, ScalarRange b) {
    ScalarRange sum = ScalarArithmetic.LINUX.apply(operation, false, a, b);
    ScalarRange none = ScalarDomain.LINUX.unknown();
    return new ScalarRange(
        sum.bits(),
        sum.unsignedMin(),
        sum.unsignedMax(),
        sum.signedMin(),
        sum.signedMax(),
        sum.isConstant() ? sum.lowUnsignedMin() : none.lowUnsignedMin(),
        sum.isConstant() ? sum.lowUnsignedMax() : none.lowUnsignedMax(),
        sum.isConstant() ? sum.lowSignedMin() : none.lowSignedMin(),
        sum.isConstant() ? sum.lowSignedMax() : none.lowSignedMax());
  }

  private Pointer checked(Pointer result) {
    checkPlace(result);
    if (!machine.privileged()) {
      checkUnprivileged(result);
    }
    return result;
  }

  /** Without privilege even a pointer that is never followed must stay in its memory. */
  private void checkUnprivileged(Pointer result) {
    if (result.kind() == PointerKind.STACK) {
      long offset = result.offset() + result.variable().signedMin();
      if (!result.isFixed() || offset >= 0 || offset < -512) {
        throw Violation.of(
            Rule.POINTER_ARITHMETIC,
            "R" + dst + " stack pointer arithmetic goes out of range, prohibited for !root");
      }
    }
    if (result.kind() == PointerKind.MAP_VALUE) {
      long min = result.offset() + result.variable().signedMin();
      long max = result.offset() + result.variable().unsignedMax();
      if (min < 0 || max + 1 > result.inMap().map().valueSize()) {
        throw Violation.of(
            Rule.POINTER_ARITHMETIC,
            "R" + dst + " pointer arithmetic of map value goes out of range, prohibited for !root");
      }
    }
  }
}
