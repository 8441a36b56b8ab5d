package dev.skep.verifier.rules;

import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/**
 * What rules work on: the program, the state before the instruction that they turn into the one
 * after it, and the exploration. Registers are read and written through it, which checks both.
 */
public final class Machine {
  private final Subject subject;
  private final ControlFlow flow;
  private final PathControl control;
  private State state;
  private int index;
  private int next;

  /** A machine that starts with some state. */
  public Machine(Subject subject, ControlFlow flow, PathControl control, State state) {
    this.subject = subject;
    this.flow = flow;
    this.control = control;
    this.state = state;
  }

  /** The program. */
  public Subject subject() {
    return subject;
  }

  /** The program's edges. */
  public ControlFlow flow() {
    return flow;
  }

  /** The exploration. */
  public PathControl control() {
    return control;
  }

  /** The current state. */
  public State state() {
    return state;
  }

  /** Goes on with another state. */
  public void state(State newState) {
    state = newState;
  }

  /** The frame that runs. */
  public Frame frame() {
    return state.frame();
  }

  /** The index of the instruction that runs. */
  public int index() {
    return index;
  }

  /** Runs another instruction; unless a rule says otherwise, the one after it comes next. */
  public void index(int newIndex) {
    index = newIndex;
    next = newIndex + 1;
  }

  /** The slot of the instruction that runs. */
  public int slot() {
    return subject.code().slotOf(index);
  }

  /** The index of the instruction that comes next. */
  public int next() {
    return next;
  }

  /** Goes on elsewhere. */
  public void next(int newNext) {
    next = newNext;
  }

  /** Whether the loader has every capability. */
  public boolean privileged() {
    return subject.privileged();
  }

  /** The value of a register, which must have one. */
  public Value read(Register register) {
    return read(register.number());
  }

  /** The value of a register, which must have one. */
  public Value read(int register) {
    Value value = frame().register(register);
    if (value.equals(Value.uninitialised())) {
      throw Violation.of(
          Rule.UNINITIALISED_REGISTER,
          "R" + register + " !read_ok",
          "r"
              + register
              + " is read, but was never written on this path"
              + (register >= 1 && register <= 5 ? " (or a call has overwritten it)" : ""));
    }
    return value;
  }

  /** The value of an operand; an immediate is sign-extended. */
  public Value read(Operand operand) {
    return switch (operand) {
      case Register register -> read(register);
      case Operand.Immediate(int value) -> Value.constant(value);
    };
  }

  /** The value of a register, as it is. */
  public Value peek(int register) {
    return frame().register(register);
  }

  /** Writes a register, which must not be the frame pointer. */
  public void write(Register register, Value value) {
    checkWritable(register);
    frame().register(register.number(), value);
  }

  /** Demands that a register may be written. */
  public void checkWritable(Register register) {
    if (register == Register.R10) {
      throw Violation.of(
          Rule.FRAME_POINTER,
          "frame pointer is read only",
          "r10, the frame pointer, is written; it is read-only");
    }
  }

  /** Whether a value is an address that the program must not show. */
  public boolean isLeak(Value value) {
    return !privileged() && value instanceof Pointer;
  }

  /** A number that other copies can be linked to by its id: gives it one where it has none. */
  public Scalar linkable(int register) {
    Scalar scalar = (Scalar) frame().register(register);
    if (scalar.isConstant()) {
      return scalar;
    }
    if (scalar.id() == 0 || scalar.shifted()) {
      scalar = scalar.withId(control.freshId());
      frame().register(register, scalar);
    }
    return scalar;
  }

  /** What a register holds, for messages. */
  public String text(int register) {
    return "r" + register + "=" + frame().register(register);
  }
}
