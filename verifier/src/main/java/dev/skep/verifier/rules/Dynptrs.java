package dev.skep.verifier.rules;

import dev.skep.abi.ArgumentFlag;
import dev.skep.abi.HelperArgument;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.DynptrKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.StackObject;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** Dynptrs: two slots of the stack that only the kernel's functions may touch. */
record Dynptrs(Machine machine) {

  /** An argument of a helper that is a dynptr, to be initialised or to be used. */
  void helperArgument(
      int register, HelperArgument argument, CallFacts facts, HelperDefinition helper) {
    if (argument.has(ArgumentFlag.UNINITIALIZED)) {
      DynptrKind kind =
          argument.has(ArgumentFlag.DYNPTR_RINGBUF) ? DynptrKind.RINGBUF : DynptrKind.LOCAL;
      create(register, kind);
      return;
    }
    Found found = checkInitialised(register, helper.name() + " argument " + register);
    boolean wantsRing = argument.has(ArgumentFlag.DYNPTR_RINGBUF);
    boolean wantsLocal = argument.has(ArgumentFlag.DYNPTR_LOCAL);
    if ((wantsRing && found.kind() != DynptrKind.RINGBUF)
        || (wantsLocal && found.kind() != DynptrKind.LOCAL)) {
      throw refused(
          "Expected a dynptr of type "
              + (wantsRing ? "ringbuf" : "local")
              + " as arg #"
              + (register - 1));
    }
    facts.dynptr = found.kind();
    facts.dynptrId = found.id();
    if (found.reference() != 0) {
      facts.reference = found.reference();
    }
  }

  /** A dynptr that was found behind a register. */
  record Found(DynptrKind kind, int id, int reference) {}

  /** Demands that a register points to an initialised dynptr. */
  Found checkInitialised(int register, String what) {
    Value value = machine.read(register);
    if (value instanceof Pointer pointer && pointer.kind() == PointerKind.DYNPTR) {
      Offsets.checkUnmodified(pointer, register);
      return new Found(
          ((Target.OfDynptr) pointer.target()).kind(), pointer.id(), pointer.reference());
    }
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.STACK) {
      throw refused(
          "arg#" + (register - 1) + " expected pointer to stack or const struct bpf_dynptr");
    }
    int slot = slot(pointer);
    Frame frame = machine.state().frame(pointer.frame());
    if (frame.slot(slot).spilled() instanceof StackObject.DynptrSlot dynptr
        && dynptr.first()
        && frame.slot(slot).isAll(ByteKind.DYNPTR)
        && frame.slot(slot - 1).isAll(ByteKind.DYNPTR)) {
      new SlotReads(machine.state()).read(frame.number(), slot);
      new SlotReads(machine.state()).read(frame.number(), slot - 1);
      return new Found(dynptr.kind(), dynptr.id(), dynptr.reference());
    }
    throw Violation.of(
        Rule.DYNPTR,
        "Expected an initialized dynptr as arg #" + (register - 1),
        what + ": the dynptr was not initialised on this path");
  }

  private static int slot(Pointer pointer) {
    if (!pointer.isFixed()) {
      throw refused("dynptr has to be at a constant offset");
    }
    long offset = pointer.fixedOffset();
    if (offset % 8 != 0) {
      throw refused("cannot pass in dynptr at an offset=" + offset);
    }
    int slot = StackAccess.slotOf((int) offset);
    if (offset >= 0 || slot < 1 || slot >= 64) {
      throw refused("cannot pass in dynptr at an offset=" + offset);
    }
    return slot;
  }

  /** Makes the stack behind a register a dynptr; a ring buffer's holds a reference. */
  int create(int register, DynptrKind kind) {
    Value value = machine.read(register);
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.STACK) {
      throw refused("Dynptr has to be an uninitialized dynptr");
    }
    int slot = slot(pointer);
    Frame frame = machine.state().frame(pointer.frame());
    for (int each = slot - 1; each <= slot; each++) {
      if (frame.slot(each).isObject()) {
        throw refused("Dynptr has to be an uninitialized dynptr");
      }
    }
    frame.grow((slot + 1) * 8);
    machine.control().noteStackUse(frame.subprogram(), (slot + 1) * 8);
    int id = machine.control().freshId();
    int reference = 0;
    if (kind.isReferenced()) {
      reference = id;
      machine
          .state()
          .hold(new Held(Held.Kind.REFERENCE, id, machine.index(), 0, Held.Kind.REFERENCE));
    }
    put(frame, slot, new StackObject.DynptrSlot(kind, id, reference, true));
    return id;
  }

  private static void put(Frame frame, int slot, StackObject.DynptrSlot first) {
    frame.slot(slot, StackSlot.holding(ByteKind.DYNPTR, first));
    frame.slot(
        slot - 1,
        StackSlot.holding(
            ByteKind.DYNPTR,
            new StackObject.DynptrSlot(first.kind(), first.id(), first.reference(), false)));
    frame.markWritten(slot);
    frame.markWritten(slot - 1);
  }

  /** A copy of a dynptr, sharing what it holds. */
  void clone(int register, Found original) {
    create(register, original.kind() == DynptrKind.RINGBUF ? DynptrKind.LOCAL : original.kind());
    Pointer pointer = (Pointer) machine.peek(register);
    int slot = slot(pointer);
    Frame frame = machine.state().frame(pointer.frame());
    int id = ((StackObject.DynptrSlot) frame.slot(slot).spilled()).id();
    put(frame, slot, new StackObject.DynptrSlot(original.kind(), id, original.reference(), true));
  }

  /** Demands that a dynptr holds a reference that can be released. */
  void checkReferenced(int register) {
    Value value = machine.read(register);
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.STACK) {
      throw refused("cannot release unowned const bpf_dynptr");
    }
    Found found = checkInitialised(register, "release");
    if (found.reference() == 0) {
      throw refused("arg " + register + " is an unacquired reference");
    }
  }

  /** Ends all dynptrs that hold a reference, and everything taken from them. */
  void release(int reference) {
    for (int i = 0; i <= machine.state().depth(); i++) {
      Frame frame = machine.state().frame(i);
      for (int slot = 0; slot < frame.slots(); slot++) {
        if (frame.slot(slot).spilled() instanceof StackObject.DynptrSlot dynptr
            && dynptr.reference() == reference) {
          forget(dynptr.id());
          frame.slot(slot, StackSlot.EMPTY);
        }
      }
    }
    machine.state().release(reference, Held.Kind.REFERENCE);
    new Invalidation(machine.state()).reference(reference);
  }

  private void forget(int dynptr) {
    new Invalidation(machine.state())
        .each(value ->
            value instanceof Pointer pointer
                    && pointer.target() instanceof Target.Sized(int _, int owner)
                    && owner == dynptr
                ? Value.unknown()
                : value);
  }

  private static Violation refused(String text) {
    return Violation.of(Rule.DYNPTR, text);
  }
}
