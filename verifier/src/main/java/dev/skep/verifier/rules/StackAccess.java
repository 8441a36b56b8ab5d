package dev.skep.verifier.rules;

import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Value;

/** Loads from and stores to the stack, tracked by the byte. */
record StackAccess(Machine machine, Access access, Pointer pointer) {
  private static final int STACK_BYTES = 512;

  Value perform() {
    long offset = (long) pointer.offset() + access.offset();
    StackRange range =
        StackRange.of(
            machine, access.register(), pointer, offset, access.size(), access.write(), "");
    frame().grow((int) -range.min());
    machine.control().noteStackUse(frame().subprogram(), (int) -range.min());
    if (!pointer.isFixed()) {
      checkVariable(offset);
      return access.write() ? writeVariable(range) : readVariable(range);
    }
    return access.write() ? writeFixed((int) range.min()) : readFixed((int) range.min());
  }

  private Frame frame() {
    return machine.state().frame(pointer.frame());
  }

  private void checkVariable(long offset) {
    if (!machine.privileged()) {
      throw Violation.of(
          Rule.STACK_BOUNDS,
          "R"
              + access.register()
              + " variable offset stack access prohibited for !root, var_off="
              + pointer.variable().bits()
              + " off="
              + offset);
    }
  }

  /** The slot number of an offset below the frame pointer. */
  static int slotOf(int offset) {
    return (-offset - 1) / 8;
  }

  private static int byteOf(int offset) {
    return (-offset - 1) % 8;
  }

  private Value writeFixed(int offset) {
    Frame frame = frame();
    int slot = slotOf(offset);
    Value stored = access.stored();
    StackSlot old = frame.slot(slot);
    if (!machine.privileged() && old.isSpill() && !old.isScalarSpill() && access.size() != 8) {
      throw Violation.of(
          Rule.STACK_BOUNDS,
          "attempt to corrupt spilled pointer on stack",
          "Part of a pointer on the stack is overwritten");
    }
    new StackObjects(machine).overwrite(frame, slot);
    machine.state().path.noteStackAccess(frame.number(), slot);
    boolean aligned = offset % 8 == 0;
    if (stored instanceof Scalar scalar && aligned && machine.privileged()) {
      spillScalar(frame, slot, scalar);
    } else if (stored instanceof Pointer spilled) {
      spillPointer(frame, slot, spilled);
    } else {
      writeBytes(frame, slot, offset, stored);
    }
    return Value.unknown();
  }

  private void spillScalar(Frame frame, int slot, Scalar scalar) {
    ScalarRange range = scalar.range();
    boolean fits =
        access.size() == 8
            || Long.compareUnsigned(range.unsignedMax(), -1L >>> (64 - access.size() * 8)) <= 0;
    Scalar spilled = scalar;
    if (fits && access.storedRegister() >= 0) {
      spilled = machine.linkable(access.storedRegister());
    } else if (!fits) {
      spilled = scalar.unlinked();
    }
    save(frame, slot, spilled);
  }

  private void spillPointer(Frame frame, int slot, Pointer spilled) {
    if (access.size() != 8) {
      throw Violation.of(
          Rule.STACK_BOUNDS,
          "invalid size of register spill",
          "Only " + access.size() + " of the 8 bytes of an address are stored on the stack");
    }
    if (frame.number() != machine.frame().number() && spilled.kind() == PointerKind.STACK) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "cannot spill pointers to stack into stack frame of the caller",
          "The address of a local variable is stored in a variable of the caller");
    }
    save(frame, slot, spilled);
  }

  private void save(Frame frame, int slot, Value value) {
    StackSlot old = frame.slot(slot);
    long kinds = 0;
    for (int i = 0; i < 8; i++) {
      long kind = i >= 8 - access.size() ? ByteKind.SPILL : misc(old.kind(i));
      kinds |= kind << (i * 8);
    }
    frame.slot(slot, new StackSlot(kinds, value));
    if (access.size() == 8) {
      frame.markWritten(slot);
    }
  }

  /** What a byte beside a spilled one becomes: zeros stay known, the rest is some number. */
  private int misc(int kind) {
    if (kind == ByteKind.ZERO || (machine.privileged() && kind == ByteKind.INVALID)) {
      return kind;
    }
    return ByteKind.MISC;
  }

  private void writeBytes(
      Frame frame, int slot, int offset, @org.jspecify.annotations.Nullable Value stored) {
    StackSlot result = scrubbed(frame.slot(slot));
    int kind = ByteKind.MISC;
    if (stored instanceof Scalar scalar && scalar.isConstant(0)) {
      kind = ByteKind.ZERO;
      if (access.storedRegister() >= 0) {
        machine.control().markPrecise(access.storedRegister());
      }
    }
    for (int i = 0; i < access.size(); i++) {
      result = result.withKind(byteOf(offset + i), kind);
    }
    frame.slot(slot, result);
    if (access.size() == 8) {
      frame.markWritten(slot);
    }
  }

  /** A slot whose spilled register is overwritten in part: its other bytes are some number. */
  private StackSlot scrubbed(StackSlot slot) {
    if (!slot.isSpill() && !slot.isObject()) {
      return slot.withSpilled(Value.uninitialised());
    }
    StackSlot result = slot.withSpilled(Value.uninitialised());
    for (int i = 0; i < 8; i++) {
      if (slot.kind(i) == ByteKind.SPILL || slot.isObject()) {
        result = result.withKind(i, ByteKind.MISC);
      }
    }
    return result;
  }

  private Value writeVariable(StackRange range) {
    Frame frame = frame();
    boolean zero = access.stored() instanceof Scalar scalar && scalar.isConstant(0);
    boolean usedZero = false;
    for (int slot = slotOf((int) range.max() - 1); slot <= slotOf((int) range.min()); slot++) {
      new StackObjects(machine).overwrite(frame, slot);
    }
    for (int offset = (int) range.min(); offset < range.max(); offset++) {
      int slot = slotOf(offset);
      StackSlot old = frame.slot(slot);
      int kind = old.kind(byteOf(offset));
      boolean zeroSpill =
          kind == ByteKind.SPILL
              && old.spilled() instanceof Scalar spilled
              && spilled.isConstant(0);
      if (zero && (kind == ByteKind.ZERO || zeroSpill)) {
        usedZero = true;
        continue;
      }
      frame.slot(slot, scrubbed(old).withKind(byteOf(offset), ByteKind.MISC));
    }
    if (usedZero && access.storedRegister() >= 0) {
      machine.control().markPrecise(access.storedRegister());
    }
    return Value.unknown();
  }

  private Value readFixed(int offset) {
    Frame frame = frame();
    int slot = slotOf(offset);
    StackSlot found = frame.slot(slot);
    new SlotReads(machine.state()).read(frame.number(), slot);
    if (found.isSpill()) {
      return readSpill(frame, slot, found, offset);
    }
    return readBytes(found, offset, access.size());
  }

  private Value readSpill(Frame frame, int slot, StackSlot found, int offset) {
    int spilledBytes = 0;
    while (spilledBytes < 8 && found.kind(7 - spilledBytes) == ByteKind.SPILL) {
      spilledBytes++;
    }
    if (access.size() == 8 && spilledBytes == 8) {
      return readWhole(frame, slot, found);
    }
    if (!(found.spilled() instanceof Scalar scalar)) {
      throw Violation.of(
          Rule.STACK_BOUNDS,
          "invalid size of register fill",
          "Only part of the address on the stack is read");
    }
    if (!access.fetch()) {
      return Value.unknown();
    }
    if (access.size() <= spilledBytes && offset % 8 == 0) {
      machine.state().path.noteStackAccess(frame.number(), slot);
      boolean fits =
          Long.compareUnsigned(scalar.range().unsignedMax(), -1L >>> (64 - access.size() * 8)) <= 0;
      return fits ? scalar : scalar.unlinked();
    }
    return readPart(frame, slot, found, scalar, offset);
  }

  private Value readWhole(Frame frame, int slot, StackSlot found) {
    if (access.fetch()) {
      machine.state().path.noteStackAccess(frame.number(), slot);
      return found.spilled();
    }
    if (machine.isLeak(found.spilled())) {
      throw Violation.of(Rule.POINTER_LEAK, "leaking pointer from stack off " + -(slot + 1) * 8);
    }
    return Value.unknown();
  }

  private Value readPart(Frame frame, int slot, StackSlot found, Scalar scalar, int offset) {
    int spilled = 0;
    int zeros = 0;
    for (int i = 0; i < access.size(); i++) {
      int kind = found.kind(byteOf(offset + i));
      spilled += kind == ByteKind.SPILL ? 1 : 0;
      zeros += kind == ByteKind.ZERO ? 1 : 0;
      checkReadable(kind, offset, i);
    }
    if (spilled == access.size() && scalar.isConstant(0)) {
      machine.state().path.noteStackAccess(frame.number(), slot);
      return Value.constant(0);
    }
    return zeros == access.size() ? Value.constant(0) : Value.unknown();
  }

  private void checkReadable(int kind, int offset, int at) {
    boolean readable =
        kind == ByteKind.SPILL
            || kind == ByteKind.MISC
            || kind == ByteKind.ZERO
            || (kind == ByteKind.INVALID && machine.privileged());
    if (!readable) {
      throw Violation.of(
          Rule.UNINITIALISED_STACK,
          "invalid read from stack off " + offset + "+" + at + " size " + access.size(),
          "The byte at offset "
              + (offset + at)
              + " of the stack is read but "
              + (kind == ByteKind.INVALID
                  ? "was not written on this path"
                  : "belongs to an object of the kernel"));
    }
  }

  private Value readBytes(StackSlot found, int offset, int size) {
    int zeros = 0;
    for (int i = 0; i < size; i++) {
      int kind = found.kind(byteOf(offset + i));
      checkReadable(kind, offset, i);
      zeros += kind == ByteKind.ZERO ? 1 : 0;
    }
    return zeros == size ? Value.constant(0) : Value.unknown();
  }

  private Value readVariable(StackRange range) {
    new StackRead(machine, frame(), access.register(), pointer).direct(range, access.size());
    boolean zeros = true;
    for (int offset = (int) range.min(); offset < range.max(); offset++) {
      zeros &= frame().slot(slotOf(offset)).kind(byteOf(offset)) == ByteKind.ZERO;
    }
    return zeros ? Value.constant(0) : Value.unknown();
  }

  static int limit() {
    return STACK_BYTES;
  }
}
