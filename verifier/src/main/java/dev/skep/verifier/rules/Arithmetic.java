package dev.skep.verifier.rules;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
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

/** Arithmetic and moves between registers. */
record Arithmetic(Machine machine) {

  void alu(Instruction.Alu alu) {
    boolean low = alu.width() == Width.W32;
    Value right = machine.read(alu.src());
    Value left = machine.read(alu.dst());
    checkDivisor(alu);
    checkShift(alu);
    machine.checkWritable(alu.dst());
    if (left instanceof Pointer || right instanceof Pointer) {
      pointers(alu, left, right);
      return;
    }
    Scalar number = (Scalar) left;
    ScalarRange by = ((Scalar) right).range();
    if (splits(alu, number, by)) {
      return;
    }
    Scalar result =
        Value.of(ScalarArithmetic.LINUX.apply(alu.operation(), low, number.range(), by));
    machine.write(alu.dst(), keepLink(alu, number, by, result));
  }

  /** Adding a small constant keeps the link to the other copies of a number. */
  private Scalar keepLink(Instruction.Alu alu, Scalar left, ScalarRange by, Scalar result) {
    boolean links =
        machine.privileged()
            && alu.width() == Width.W64
            && alu.operation() == AluOperation.ADD
            && left.id() != 0
            && by.isConstant()
            && alu.src() != alu.dst();
    if (!links) {
      return result;
    }
    long value = by.constant();
    if (left.shifted() || Math.abs(value) > Integer.MAX_VALUE) {
      // One delta is all that a number can carry: the link is lost.
      return result;
    }
    return new Scalar(result.range(), left.id(), (int) value, true);
  }

  /**
   * A number that is only ever 0 or −1 is each of them on a path of its own before it is masked:
   * compilers turn conditions into such masks.
   */
  private boolean splits(Instruction.Alu alu, Scalar left, ScalarRange by) {
    boolean masks = alu.operation() == AluOperation.AND || alu.operation() == AluOperation.OR;
    ScalarRange range = left.range();
    boolean whole = range.signedMin() == -1 && range.signedMax() == 0;
    if (!masks || !by.isConstant() || !whole) {
      return false;
    }
    int register = alu.dst().number();
    machine.control().fork(machine.index()).frame().register(register, Value.constant(0));
    boolean low = alu.width() == Width.W32;
    machine.write(
        alu.dst(),
        Value.of(
            ScalarArithmetic.LINUX.apply(
                alu.operation(), low, ScalarDomain.LINUX.constant(-1), by)));
    return true;
  }

  private static void checkDivisor(Instruction.Alu alu) {
    boolean divides =
        switch (alu.operation()) {
          case DIV, MOD, SDIV, SMOD -> true;
          default -> false;
        };
    if (divides && alu.src() instanceof Operand.Immediate(int value) && value == 0) {
      throw Violation.of(Rule.ENCODING, "div by zero", "The constant divisor is zero");
    }
  }

  private static void checkShift(Instruction.Alu alu) {
    boolean shifts =
        switch (alu.operation()) {
          case LSH, RSH, ARSH -> true;
          default -> false;
        };
    if (shifts
        && alu.src() instanceof Operand.Immediate(int count)
        && (count < 0 || count >= alu.width().bits())) {
      throw Violation.of(
          Rule.ENCODING,
          "invalid shift " + count,
          "A shift by " + count + " of a number of " + alu.width().bits() + " bits");
    }
  }

  private void pointers(Instruction.Alu alu, Value left, Value right) {
    int dst = alu.dst().number();
    PointerArithmetic arithmetic = new PointerArithmetic(machine, alu, dst);
    if (left instanceof Pointer && right instanceof Pointer) {
      arithmetic.twoPointers();
    } else if (left instanceof Pointer pointer) {
      machine.write(alu.dst(), arithmetic.apply(pointer, (Scalar) right, false));
    } else if (right instanceof Pointer pointer) {
      machine.control().markPrecise(dst);
      machine.write(alu.dst(), arithmetic.apply(pointer, (Scalar) left, true));
      return;
    }
    if (alu.src() instanceof Register src && left instanceof Pointer && right instanceof Scalar) {
      // The offset decides what is accessed.
      machine.control().markPrecise(src.number());
    }
  }

  void move(Instruction.Move move) {
    if (move.src() instanceof Register src) {
      machine.checkWritable(move.dst());
      moveRegister(move, src);
      return;
    }
    long value = ((Operand.Immediate) move.src()).value();
    machine.write(
        move.dst(), Value.constant(move.width() == Width.W32 ? value & 0xffff_ffffL : value));
  }

  private void moveRegister(Instruction.Move move, Register src) {
    Value value = machine.read(src);
    if (move.width() == Width.W64) {
      machine.write(move.dst(), value instanceof Scalar ? machine.linkable(src.number()) : value);
      return;
    }
    if (!(value instanceof Scalar scalar)) {
      refusePartialCopy(src, value);
      machine.write(move.dst(), Value.of(ScalarArithmetic.LINUX.lowHalf(Value.unknown().range())));
      return;
    }
    boolean fits = Long.compareUnsigned(scalar.range().unsignedMax(), 0xffff_ffffL) <= 0;
    Scalar copy = fits ? machine.linkable(src.number()) : scalar.unlinked();
    machine.write(move.dst(), copy.withRange(ScalarArithmetic.LINUX.lowHalf(copy.range())));
  }

  private void refusePartialCopy(Register src, Value value) {
    if (machine.isLeak(value)) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "R" + src.number() + " partial copy of pointer",
          "Half of the address in " + src + " is copied");
    }
    if (value instanceof Pointer pointer && pointer.kind() == PointerKind.ARENA) {
      return;
    }
    if (!(value instanceof Pointer)) {
      throw new AssertionError(value);
    }
  }

  void moveSignExtended(Instruction.MoveSignExtended move) {
    Value value = machine.read(move.src());
    machine.checkWritable(move.dst());
    boolean low = move.width() == Width.W32;
    if (!(value instanceof Scalar scalar)) {
      throw Violation.of(
          machine.privileged() ? Rule.INVALID_POINTER : Rule.POINTER_LEAK,
          "R"
              + move.src().number()
              + (low ? " partial copy of pointer" : " sign-extension part of pointer"),
          "The address in " + move.src() + " is sign-extended, which destroys it");
    }
    ScalarRange extended =
        ScalarArithmetic.LINUX.signExtended(scalar.range(), move.fromBits(), low);
    boolean same =
        Long.compareUnsigned(scalar.range().unsignedMax(), 1L << (move.fromBits() - 1)) < 0;
    Scalar copy = same && !low ? machine.linkable(move.src().number()) : scalar.unlinked();
    machine.write(move.dst(), copy.withRange(extended));
  }

  void negate(Instruction.Negate negate) {
    Value value = machine.read(negate.dst());
    refusePointer(value, negate.dst());
    machine.checkWritable(negate.dst());
    boolean low = negate.width() == Width.W32;
    machine.write(
        negate.dst(),
        value instanceof Scalar scalar
            ? Value.of(ScalarArithmetic.LINUX.negate(low, scalar.range()))
            : unknown(low));
  }

  void byteSwap(Instruction.ByteSwap swap) {
    Value value = machine.read(swap.dst());
    refusePointer(value, swap.dst());
    machine.write(swap.dst(), Value.unknown());
  }

  private static Scalar unknown(boolean low) {
    return low
        ? Value.of(ScalarArithmetic.LINUX.lowHalf(Value.unknown().range()))
        : Value.unknown();
  }

  private void refusePointer(Value value, Register register) {
    if (machine.isLeak(value)) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "R" + register.number() + " pointer arithmetic prohibited",
          "Arithmetic on the address in " + register + " other than adding a number to it");
    }
  }

  void castAddressSpace(Instruction.CastAddressSpace cast) {
    Value value = machine.read(cast.src());
    machine.checkWritable(cast.dst());
    boolean toKernel = cast.toSpace() == 0 && cast.fromSpace() == 1;
    boolean toUser = cast.toSpace() == 1 && cast.fromSpace() == 0;
    if (!toKernel && !toUser) {
      throw Violation.of(
          Rule.ARENA,
          "addr_space_cast insn can only convert between address space 1 and 0",
          "A cast from address space " + cast.fromSpace() + " to " + cast.toSpace());
    }
    if (Maps.arenaOf(machine.subject()) == null) {
      throw Violation.of(
          Rule.ARENA,
          "addr_space_cast insn can only be used in a program that has an associated arena");
    }
    if (toKernel && (value instanceof Scalar || isArena(value))) {
      machine.write(cast.dst(), Pointer.of(PointerKind.ARENA, 0, Target.Plain.PLAIN));
    } else if (toKernel) {
      throw Violation.of(
          Rule.ARENA, "R" + cast.src().number() + " is not a number that addresses an arena");
    } else {
      machine.write(cast.dst(), Value.unknown());
    }
  }

  private static boolean isArena(Value value) {
    return value instanceof Pointer pointer && pointer.kind() == PointerKind.ARENA;
  }
}
