package dev.skep.verifier.rules;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.Register;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Value;

/** Loads, stores, atomic operations and the old packet loads. */
record MemoryInstructions(Machine machine) {

  void load(Instruction.Load load) {
    machine.read(load.base());
    machine.checkWritable(load.dst());
    Access access =
        Access.read(load.base().number(), load.offset(), load.size().bytes())
            .extended(load.signExtended());
    if (load.signExtended()) {
      checkSignExtension(load);
    }
    machine.write(load.dst(), new MemoryAccess(machine).check(access));
  }

  private void checkSignExtension(Instruction.Load load) {
    if (machine.peek(load.base().number()) instanceof Pointer pointer
        && pointer.kind() == PointerKind.ARENA) {
      throw Violation.of(Rule.ARENA, "sign extending loads from arena are not supported yet");
    }
  }

  void store(Instruction.StoreRegister store) {
    Value stored = machine.read(store.src());
    machine.read(store.base());
    new MemoryAccess(machine)
        .check(
            Access.write(
                store.base().number(),
                store.offset(),
                store.size().bytes(),
                stored,
                store.src().number()));
  }

  void store(Instruction.StoreImmediate store) {
    machine.read(store.base());
    new MemoryAccess(machine)
        .check(
            Access.write(
                store.base().number(),
                store.offset(),
                store.size().bytes(),
                Value.constant(store.immediate()),
                -1));
  }

  void atomic(Instruction.Atomic atomic) {
    int size = atomic.size().bytes();
    Value operand = machine.read(atomic.src());
    machine.read(atomic.base());
    if (atomic.operation() == AtomicOperation.CMPXCHG) {
      refusePointer(machine.read(Register.R0), 0);
    }
    refusePointer(operand, atomic.src().number());
    checkTarget(atomic.base());
    int base = atomic.base().number();
    Access read = Access.read(base, atomic.offset(), size).strictly();
    Value old = new MemoryAccess(machine).check(atomic.fetch() ? read : read.discarded());
    new MemoryAccess(machine).check(Access.clobber(base, atomic.offset(), size).strictly());
    if (atomic.fetch()) {
      boolean compares = atomic.operation() == AtomicOperation.CMPXCHG;
      machine.write(compares ? Register.R0 : atomic.src(), old);
    }
  }

  private void refusePointer(Value value, int register) {
    if (machine.isLeak(value)) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "R" + register + " leaks addr into mem",
          "An address is used as the operand of an atomic operation");
    }
  }

  private void checkTarget(Register base) {
    if (!(machine.peek(base.number()) instanceof Pointer pointer)) {
      return;
    }
    boolean refused =
        switch (pointer.kind()) {
          case CONTEXT, PACKET, PACKET_META, FLOW_KEYS, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK ->
              true;
          default -> false;
        };
    if (refused) {
      throw Violation.of(
          Rule.ATOMIC,
          "BPF_ATOMIC stores into R" + base.number() + " " + pointer.typeName() + " is not allowed",
          "Atomic operations do not work on this memory: " + pointer);
    }
  }

  void loadAcquire(Instruction.LoadAcquire load) {
    machine.read(load.base());
    machine.checkWritable(load.dst());
    checkTarget(load.base());
    machine.write(
        load.dst(),
        new MemoryAccess(machine)
            .check(
                Access.read(load.base().number(), load.offset(), load.size().bytes()).strictly()));
  }

  void storeRelease(Instruction.StoreRelease store) {
    Value stored = machine.read(store.src());
    machine.read(store.base());
    checkTarget(store.base());
    new MemoryAccess(machine)
        .check(
            Access.write(
                    store.base().number(),
                    store.offset(),
                    store.size().bytes(),
                    stored,
                    store.src().number())
                .strictly());
  }

  /** LD_ABS and LD_IND: the program ends when the packet is too short. */
  void packetLoad(int size, Register index) {
    boolean allowed =
        switch (machine.subject().type()) {
          case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> true;
          default -> false;
        };
    if (!allowed) {
      throw Violation.of(
          Rule.PACKET_LOAD,
          "BPF_LD_[ABS|IND] instructions not allowed for this program type",
          "Programs of type "
              + machine.subject().typeText()
              + " cannot load from packets this way");
    }
    machine.read(Register.R6);
    checkNothingHeld();
    if (!(machine.peek(6) instanceof Pointer context) || context.kind() != PointerKind.CONTEXT) {
      throw Violation.of(
          Rule.PACKET_LOAD,
          "at the time of BPF_LD_ABS|IND R6 != pointer to skb",
          "The packet is loaded from, but r6 does not hold the context");
    }
    if (index != Register.R6) {
      machine.read(index);
    }
    Offsets.checkUnmodified(context, 6);
    for (int register = 0; register <= 5; register++) {
      machine.frame().register(register, Value.uninitialised());
    }
    machine.frame().register(0, Value.unknown());
    assert size > 0;
    if (machine.state().depth() > 0) {
      endsFunction();
    }
  }

  /** Where the packet is too short a function returns 0 at once. */
  private void endsFunction() {
    machine.control().fork(machine.next());
    machine.frame().register(0, Value.constant(0));
    new Exits(machine).perform();
  }

  private void checkNothingHeld() {
    String text = "BPF_LD_[ABS|IND]";
    for (Held held : machine.state().held()) {
      if (held.isLock()) {
        throw Violation.of(Rule.LOCK, text + " cannot be used inside bpf_spin_lock-ed region");
      }
      throw Violation.of(Rule.REFERENCE_LEAK, text + " would lead to reference leak");
    }
    if (machine.state().rcuSections > 0) {
      throw Violation.of(
          Rule.RCU_SECTION, text + " cannot be used inside bpf_rcu_read_lock-ed region");
    }
    if (machine.state().preemptionDisabled > 0) {
      throw Violation.of(
          Rule.RCU_SECTION, text + " cannot be used inside bpf_preempt_disable-ed region");
    }
    Value context = machine.peek(6);
    assert !(context instanceof Scalar) || context.typeName().equals("scalar");
  }
}
