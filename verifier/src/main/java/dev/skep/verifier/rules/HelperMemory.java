package dev.skep.verifier.rules;

import dev.skep.abi.ProgramType;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** Memory that is passed to a function of the kernel, with its size. */
record HelperMemory(Machine machine, String function) {

  /**
   * Demands that a register points to so many bytes.
   *
   * @param whole whether the function writes all of them without reading
   * @return whether the bytes lie on the stack and are yet to be marked as written
   */
  boolean check(int register, int bytes, boolean write, boolean zeroAllowed, boolean whole) {
    Value value = machine.peek(register);
    if (!(value instanceof Pointer pointer)) {
      return notAPointer(register, value, bytes, zeroAllowed);
    }
    boolean pending = check(register, pointer, bytes, write, zeroAllowed, whole);
    machine.control().noteAccess(MemoryTouch.of(pointer, 0, bytes));
    return pending;
  }

  private boolean check(
      int register, Pointer pointer, int bytes, boolean write, boolean zeroAllowed, boolean whole) {
    switch (pointer.kind()) {
      case PACKET, PACKET_META ->
          Regions.checkPacket(machine, register, pointer, 0, bytes, zeroAllowed);
      case MAP_KEY -> {
        refuseWrite(register, pointer, write);
        int size = pointer.inMap().map().keySize();
        new Bounds(register, pointer, size, zeroAllowed).check(0, bytes);
      }
      case MAP_VALUE -> checkMapValue(register, pointer, bytes, write, zeroAllowed);
      case MEMORY -> {
        refuseWrite(register, pointer, write && pointer.has(PointerFlag.READ_ONLY));
        int size = pointer.target() instanceof Target.Sized(int all, int _) ? all : 0;
        new Bounds(register, pointer, size, zeroAllowed).check(0, bytes);
      }
      case BUFFER -> {
        refuseWrite(register, pointer, write && pointer.has(PointerFlag.READ_ONLY));
        Regions.checkBuffer(machine, register, pointer, 0);
      }
      case STACK -> {
        return checkStack(register, pointer, bytes, zeroAllowed, whole);
      }
      case BTF_OBJECT ->
          new TypedAccess(machine, Access.read(register, 0, Math.max(bytes, 1)), pointer).perform();
      case CONTEXT -> checkContext(register, pointer, bytes, write, zeroAllowed);
      default -> throw unexpected(register, pointer);
    }
    return false;
  }

  private boolean notAPointer(int register, Value value, int bytes, boolean zeroAllowed) {
    boolean nothing =
        zeroAllowed && bytes == 0 && value instanceof Scalar scalar && scalar.isConstant(0);
    if (!nothing) {
      throw unexpected(register, value);
    }
    return false;
  }

  private Violation unexpected(int register, Value value) {
    return Violation.of(
        Rule.HELPER_ARGUMENT,
        "R" + register + " type=" + value.typeName() + " expected=fp",
        function + " wants a pointer to memory in r" + register + ", which holds " + value);
  }

  private void refuseWrite(int register, Pointer pointer, boolean write) {
    if (write) {
      throw Violation.of(
          Rule.READ_ONLY,
          "R" + register + " cannot write into " + pointer.typeName(),
          function + " writes to the memory behind r" + register + ", which is read-only");
    }
  }

  private void checkMapValue(
      int register, Pointer pointer, int bytes, boolean write, boolean zeroAllowed) {
    MapInfo map = pointer.inMap().map();
    Regions.checkMapAccess(map, pointer, register, 0, bytes, write);
    new Bounds(register, pointer, map.valueSize(), zeroAllowed).check(0, bytes);
    Regions.checkFields(map, pointer, 0, bytes, true);
  }

  private void checkContext(
      int register, Pointer pointer, int bytes, boolean write, boolean zeroAllowed) {
    if (machine.subject().type() != ProgramType.SYSCALL) {
      throw unexpected(register, pointer);
    }
    if (bytes == 0 && zeroAllowed) {
      return;
    }
    Access access =
        write
            ? Access.clobber(register, bytes - 1, 1)
            : Access.read(register, bytes - 1, 1).discarded();
    new MemoryAccess(machine).check(access);
  }

  private boolean checkStack(
      int register, Pointer pointer, int bytes, boolean zeroAllowed, boolean whole) {
    if (bytes == 0 && !zeroAllowed) {
      throw Violation.of(
          Rule.ARGUMENT_SIZE, "invalid zero-sized read", "Memory of no bytes is passed");
    }
    StackRange range = StackRange.of(machine, register, pointer, pointer.offset(), bytes, true, "");
    Frame frame = machine.state().frame(pointer.frame());
    frame.grow((int) -range.min());
    machine.control().noteStackUse(frame.subprogram(), (int) -range.min());
    if (!pointer.isFixed() && !machine.privileged()) {
      throw Violation.of(
          Rule.STACK_BOUNDS,
          "R"
              + register
              + " indirect variable offset stack access prohibited for !root, var_off="
              + pointer.variable().bits());
    }
    if (whole && pointer.isFixed()) {
      refuseDynptrs(frame, range);
      return true;
    }
    new StackRead(machine, frame, register, pointer).byHelper(range, bytes);
    return false;
  }

  private static void refuseDynptrs(Frame frame, StackRange range) {
    for (long offset = range.min(); offset < range.max(); offset++) {
      StackSlot slot = frame.slot(StackAccess.slotOf((int) offset));
      if (slot.kind((int) (-offset - 1) % 8) == ByteKind.DYNPTR) {
        throw Violation.of(
            Rule.DYNPTR,
            "potential write to dynptr at off=" + offset + " disallowed",
            "The call would overwrite a dynptr on the stack");
      }
    }
  }

  /**
   * Demands that a size is bounded, and that the memory of the register before it is as large.
   *
   * @return whether the bytes lie on the stack and are yet to be marked as written
   */
  boolean checkSized(int sizeRegister, boolean write, boolean zeroAllowed, boolean whole) {
    Value value = machine.read(sizeRegister);
    if (!(value instanceof Scalar size)) {
      throw Violation.of(
          Rule.HELPER_ARGUMENT,
          "R" + sizeRegister + " type=" + value.typeName() + " expected=scalar",
          function + " wants a size in r" + sizeRegister + ", which holds " + value);
    }
    ScalarRange range = size.range();
    if (range.signedMin() < 0) {
      throw Violation.of(
          Rule.ARGUMENT_SIZE,
          "R" + sizeRegister + " min value is negative, either use unsigned or 'var &= const'",
          "The size passed in r" + sizeRegister + " may be negative: " + size);
    }
    if (range.unsignedMin() == 0 && !zeroAllowed) {
      throw Violation.of(
          Rule.ARGUMENT_SIZE,
          "R"
              + sizeRegister
              + " invalid zero-sized read: u64=["
              + range.unsignedMin()
              + ","
              + range.unsignedMax()
              + "]",
          "The size passed in r" + sizeRegister + " may be zero, which " + function + " refuses");
    }
    if (Long.compareUnsigned(range.unsignedMax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw Violation.of(
          Rule.ARGUMENT_SIZE,
          "R" + sizeRegister + " unbounded memory access, use 'var &= const' or 'if (var < const)'",
          "The size passed in r" + sizeRegister + " has no upper bound: " + size);
    }
    boolean pending =
        check(
            sizeRegister - 1,
            (int) range.unsignedMax(),
            write,
            zeroAllowed,
            whole && size.isConstant());
    machine.control().markPrecise(sizeRegister);
    return pending;
  }
}
