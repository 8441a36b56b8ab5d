package dev.skep.verifier.rules;

import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.verifier.domain.Branch;
import dev.skep.verifier.domain.ScalarComparison;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** Conditional jumps: which ways are possible, and what is known on each. */
record Jumps(Machine machine, Instruction.JumpIf jump) {

  void perform() {
    Value right = machine.read(jump.src());
    Value left = machine.read(jump.dst());
    checkComparable(right);
    Branch branch = decide(left, right);
    if (branch != Branch.UNKNOWN) {
      markDeciders(left, right);
      if (branch == Branch.ALWAYS) {
        machine.next(target());
      }
      return;
    }
    long[] linked = linked(left, right);
    State taken = machine.control().fork(target());
    State passed = machine.state();
    if (left instanceof Scalar a && right instanceof Scalar b) {
      narrow(taken, true, a, b, linked);
      narrow(passed, false, a, b, linked);
    }
    comparePointers(left, right, taken, passed);
  }

  private int target() {
    return machine.flow().jumpTarget(machine.index());
  }

  private boolean low() {
    return jump.width() == Width.W32;
  }

  private int dst() {
    return jump.dst().number();
  }

  private void checkComparable(Value right) {
    if (jump.src() instanceof Register src
        && machine.isLeak(right)
        && !((Pointer) right).isPacket()
        && ((Pointer) right).kind() != PointerKind.PACKET_END) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "R" + src.number() + " pointer comparison prohibited",
          "An address is compared with something: unprivileged programs must not learn addresses");
    }
  }

  private Branch decide(Value left, Value right) {
    if (left instanceof Scalar a && right instanceof Scalar b) {
      return ScalarComparison.LINUX.decide(jump.condition(), low(), a.range(), b.range());
    }
    if (low()) {
      return Branch.UNKNOWN;
    }
    if (left instanceof Pointer a && right instanceof Pointer b) {
      return new PacketComparison(jump.condition(), a, b).decide();
    }
    if (left instanceof Pointer a && right instanceof Scalar b) {
      return decideNull(a, b);
    }
    return left instanceof Scalar b && right instanceof Pointer a
        ? decideNull(a, b)
        : Branch.UNKNOWN;
  }

  private Branch decideNull(Pointer pointer, Scalar number) {
    if (!number.isConstant(0) || !NullChecks.isNeverNull(pointer)) {
      return Branch.UNKNOWN;
    }
    return switch (jump.condition()) {
      case EQUAL -> Branch.NEVER;
      case NOT_EQUAL -> Branch.ALWAYS;
      default -> Branch.UNKNOWN;
    };
  }

  private void markDeciders(Value left, Value right) {
    if (left instanceof Scalar) {
      machine.control().markPrecise(dst());
    }
    if (right instanceof Scalar && jump.src() instanceof Register src) {
      machine.control().markPrecise(src.number());
    }
  }

  private long[] linked(Value left, Value right) {
    int first = left instanceof Scalar scalar ? scalar.id() : 0;
    int second = right instanceof Scalar scalar && jump.src() instanceof Register ? scalar.id() : 0;
    if (first == 0 && second == 0) {
      return new long[0];
    }
    long[] linked = new LinkedScalars(machine.state()).find(first, second);
    if (linked.length > 1) {
      machine.state().path.noteLinked(linked);
    }
    return linked;
  }

  private void narrow(State state, boolean held, Scalar left, Scalar right, long[] linked) {
    if (jump.src() == jump.dst()) {
      return;
    }
    var operands =
        ScalarComparison.LINUX.refine(jump.condition(), held, low(), left.range(), right.range());
    Frame frame = state.frame();
    LinkedScalars links = new LinkedScalars(state);
    if (jump.src() instanceof Register src) {
      Scalar narrowed = ((Scalar) frame.register(src.number())).withRange(operands.right());
      frame.register(src.number(), narrowed);
      if (narrowed.id() != 0) {
        links.spread(narrowed, linked);
      }
    }
    Scalar narrowed = ((Scalar) frame.register(dst())).withRange(operands.left());
    frame.register(dst(), narrowed);
    if (narrowed.id() != 0) {
      links.spread(narrowed, linked);
    }
  }

  private void comparePointers(Value left, Value right, State taken, State passed) {
    boolean equality =
        jump.condition() == Condition.EQUAL || jump.condition() == Condition.NOT_EQUAL;
    boolean whole = !low();
    State equal = jump.condition() == Condition.EQUAL ? taken : passed;
    State unequal = jump.condition() == Condition.EQUAL ? passed : taken;
    if (whole && equality && left instanceof Pointer a && right instanceof Pointer b) {
      new NullChecks(equal).equalPointers(a, dst(), b, source());
    }
    if (whole
        && equality
        && left instanceof Pointer pointer
        && pointer.isNullable()
        && jump.src() instanceof Operand.Immediate(int value)
        && value == 0) {
      new NullChecks(equal).resolve(pointer, true);
      new NullChecks(unequal).resolve(pointer, false);
      return;
    }
    boolean matched =
        whole
            && left instanceof Pointer a
            && right instanceof Pointer b
            && new PacketComparison(jump.condition(), a, b).refine(taken, passed, dst(), source());
    if (!matched && machine.isLeak(left)) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "R" + dst() + " pointer comparison prohibited",
          "An address is compared with something: unprivileged programs must not learn addresses");
    }
  }

  private int source() {
    return ((Register) jump.src()).number();
  }
}
