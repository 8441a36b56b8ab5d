package dev.skep.verifier.rules;

import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.StackObject;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** Open-coded iterators: created on the stack, advanced until they give NULL, destroyed. */
record Iterators(Machine machine) {

  /** The first argument of a function that creates, advances or destroys an iterator. */
  void argument(Subject.KernelFunction function, Btf btf, int typeId) {
    Place place = place();
    int slots = (int) (btf.sizeOf(typeId) + 7) / 8;
    if (function.has(KfuncFlag.ITER_NEW)) {
      create(function, btf, typeId, place, slots);
      return;
    }
    checkInitialised(btf, typeId, place, slots);
    if (function.has(KfuncFlag.ITER_DESTROY)) {
      destroy(place, slots);
    }
  }

  private record Place(Frame frame, int slot) {}

  private Place place() {
    Value value = machine.read(1);
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.STACK) {
      throw refused("arg#0 expected pointer to an iterator on stack");
    }
    if (!pointer.isFixed()) {
      throw refused("iterator has to be at a constant offset");
    }
    long offset = pointer.fixedOffset();
    if (offset % 8 != 0 || offset >= 0 || offset < -512) {
      throw refused("cannot pass in iterator at an offset=" + offset);
    }
    return new Place(machine.state().frame(pointer.frame()), StackAccess.slotOf((int) offset));
  }

  private void create(
      Subject.KernelFunction function, Btf btf, int typeId, Place place, int slots) {
    if (place.slot() + 1 < slots) {
      throw refused("cannot pass in iterator at an offset=" + -(place.slot() + 1) * 8);
    }
    Frame frame = place.frame();
    for (int i = 0; i < slots; i++) {
      if (frame.slot(place.slot() - i).isObject()) {
        throw refused("expected uninitialized " + btf.type(typeId).name() + " as arg #0");
      }
    }
    frame.grow((place.slot() + 1) * 8);
    machine.control().noteStackUse(frame.subprogram(), (place.slot() + 1) * 8);
    int id = machine.control().freshId();
    machine
        .state()
        .hold(new Held(Held.Kind.REFERENCE, id, machine.index(), 0, Held.Kind.REFERENCE));
    boolean rcu = function.has(KfuncFlag.RCU_PROTECTED);
    for (int i = 0; i < slots; i++) {
      put(frame, place.slot() - i, btf, typeId, i == 0 ? id : 0, true, 0, rcu);
      frame.markWritten(place.slot() - i);
    }
  }

  private static void put(
      Frame frame,
      int slot,
      Btf btf,
      int typeId,
      int reference,
      boolean active,
      int depth,
      boolean rcu) {
    frame.slot(
        slot,
        StackSlot.holding(
            ByteKind.ITERATOR,
            new StackObject.IteratorSlot(btf, typeId, reference, active, depth, rcu)));
  }

  private void checkInitialised(Btf btf, int typeId, Place place, int slots) {
    for (int i = 0; i < slots; i++) {
      StackSlot slot = place.frame().slot(Math.max(place.slot() - i, 0));
      boolean fits =
          place.slot() - i >= 0
              && slot.isAll(ByteKind.ITERATOR)
              && slot.spilled() instanceof StackObject.IteratorSlot iterator
              && iterator.typeId() == typeId
              && (iterator.reference() != 0) == (i == 0);
      if (!fits) {
        throw Violation.of(
            Rule.ITERATOR,
            "expected an initialized " + btf.type(typeId).name().replace("bpf_", "") + " as arg #0",
            "The iterator was not created on this path, or was destroyed");
      }
      new SlotReads(machine.state()).read(place.frame().number(), place.slot() - i);
    }
  }

  private void destroy(Place place, int slots) {
    int reference =
        ((StackObject.IteratorSlot) place.frame().slot(place.slot()).spilled()).reference();
    for (int i = 0; i < slots; i++) {
      place.frame().slot(place.slot() - i, StackSlot.EMPTY);
    }
    machine.state().release(reference, Held.Kind.REFERENCE);
    new Invalidation(machine.state()).reference(reference);
  }

  /** Either there is another element, on one path, or the iterator is drained, on the other. */
  void next(Btf btf, BtfType.FunctionPrototype type) {
    Place place = place();
    int number = place.frame().number();
    int slot = place.slot();
    StackObject.IteratorSlot iterator =
        (StackObject.IteratorSlot) place.frame().slot(slot).spilled();
    Value element = element(btf, type, iterator);
    Subprograms.clobber(machine.frame());
    if (iterator.active()) {
      State more = machine.control().fork(machine.next());
      StackObject.IteratorSlot advanced =
          new StackObject.IteratorSlot(
              iterator.btf(),
              iterator.typeId(),
              iterator.reference(),
              true,
              iterator.depth() + 1,
              iterator.rcuProtected());
      more.frame(number).slot(slot, StackSlot.holding(ByteKind.ITERATOR, advanced));
      more.frame().register(0, element);
      State stored = machine.control().storedBefore(machine.index(), machine.state().level - 1);
      if (stored != null) {
        new Widening(stored, more).apply();
      }
    }
    StackObject.IteratorSlot drained =
        new StackObject.IteratorSlot(
            iterator.btf(),
            iterator.typeId(),
            iterator.reference(),
            false,
            iterator.depth(),
            iterator.rcuProtected());
    place.frame().slot(slot, StackSlot.holding(ByteKind.ITERATOR, drained));
    machine.frame().register(0, Value.constant(0));
  }

  private static Value element(
      Btf btf, BtfType.FunctionPrototype type, StackObject.IteratorSlot iterator) {
    BtfType declared = btf.type(btf.resolve(type.returnTypeId()));
    if (!(declared instanceof BtfType.Pointer pointer)) {
      return Value.unknown();
    }
    int target = btf.resolve(pointer.typeId());
    if (btf.type(target) instanceof BtfType.Struct) {
      int flags = iterator.rcuProtected() ? PointerFlag.RCU : PointerFlag.TRUSTED;
      return Pointer.of(PointerKind.BTF_OBJECT, flags, new Target.Typed(btf, target));
    }
    return Pointer.of(
            PointerKind.MEMORY, PointerFlag.READ_ONLY, new Target.Sized((int) btf.sizeOf(target)))
        .withReference(iterator.reference());
  }

  private static Violation refused(String text) {
    return Violation.of(Rule.ITERATOR, text);
  }
}
