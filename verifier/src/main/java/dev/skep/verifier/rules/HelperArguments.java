package dev.skep.verifier.rules;

import dev.skep.abi.ArgumentFlag;
import dev.skep.abi.ArgumentType;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperArgument;
import dev.skep.abi.HelperTrait;
import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.Optional;

/** What a helper demands of its arguments, one after the other. */
record HelperArguments(Machine machine, HelperDefinition helper, CallFacts facts) {

  void check() {
    for (int i = 0; i < helper.arguments().size(); i++) {
      check(i + 1, helper.arguments().get(i));
    }
  }

  private void check(int register, HelperArgument argument) {
    Value value = machine.read(register);
    if (argument.type() == ArgumentType.ANYTHING) {
      if (machine.isLeak(value)) {
        throw Violation.of(
            Rule.POINTER_LEAK,
            "R" + register + " leaks addr into helper function",
            "An address is passed to " + helper.name() + ", which would show it");
      }
      return;
    }
    refusePacket(value);
    boolean isNull =
        value instanceof Scalar scalar
            && scalar.isConstant(0)
            && argument.has(ArgumentFlag.NULLABLE);
    if (isNull) {
      machine.control().markPrecise(register);
    } else {
      checkKind(register, argument, value);
    }
    checkReference(register, argument, value);
    checkType(register, argument, value, isNull);
  }

  private void refusePacket(Value value) {
    boolean packet =
        value instanceof Pointer pointer
            && (pointer.isPacket() || pointer.kind() == PointerKind.PACKET_END)
            && !pointer.isNullable();
    if (packet && !mayPassPacket()) {
      throw Violation.of(
          Rule.HELPER_ARGUMENT,
          "helper access to the packet is not allowed",
          helper.name() + " does not take memory of the packet here; copy it to the stack first");
    }
  }

  private boolean mayPassPacket() {
    return Regions.mayReadPacket(machine.subject().type())
        && helper.has(HelperTrait.ACCESSES_PACKET);
  }

  private void checkKind(int register, HelperArgument argument, Value value) {
    ArgumentKinds kinds = new ArgumentKinds(updated(argument));
    boolean exchanged =
        helper.is(Helper.KPTR_XCHG)
            && register == 2
            && value instanceof Pointer pointer
            && pointer.has(PointerFlag.ALLOCATED);
    if (!exchanged && !kinds.accepts(sockmapValue(argument, value))) {
      boolean missingCheck =
          value instanceof Pointer pointer
              && pointer.isNullable()
              && kinds.accepts(NullChecks.notNull(pointer));
      throw Violation.of(
          missingCheck ? Rule.NULL_CHECK : Rule.HELPER_ARGUMENT,
          "R" + register + " type=" + value.typeName() + " expected=" + kinds.expected(),
          missingCheck
              ? "The pointer passed to "
                  + helper.name()
                  + " in r"
                  + register
                  + " may be NULL: "
                  + value
              : helper.name()
                  + " wants "
                  + kinds.expected()
                  + " in r"
                  + register
                  + ", which holds "
                  + value);
    }
    if (value instanceof Pointer pointer) {
      checkObject(register, argument, pointer);
      checkOffset(register, argument, pointer);
    }
  }

  /** A sockmap's values are sockets. */
  private Value sockmapValue(HelperArgument argument, Value value) {
    boolean sockmap =
        argument.type() == ArgumentType.PTR_TO_MAP_VALUE
            && facts.map != null
            && (facts.map.type() == MapType.SOCKMAP || facts.map.type() == MapType.SOCKHASH);
    boolean socket =
        value instanceof Pointer pointer
            && !pointer.isNullable()
            && (pointer.kind() == PointerKind.SOCKET
                || pointer.kind() == PointerKind.SOCK_COMMON
                || pointer.kind() == PointerKind.TCP_SOCK
                || pointer.kind() == PointerKind.BTF_OBJECT);
    if (!sockmap) {
      return value;
    }
    return socket && helper.is(Helper.MAP_UPDATE_ELEM) ? Pointer.stackOf(0) : Value.unknown();
  }

  private static HelperArgument updated(HelperArgument argument) {
    return argument;
  }

  private void checkObject(int register, HelperArgument argument, Pointer pointer) {
    if (pointer.kind() != PointerKind.BTF_OBJECT
        || !(pointer.target() instanceof Target.Typed(Btf btf, int typeId))) {
      return;
    }
    boolean memory =
        switch (argument.type()) {
          case PTR_TO_MEM, PTR_TO_MAP_KEY, PTR_TO_MAP_VALUE -> true;
          default -> false;
        };
    if (memory && !argument.has(ArgumentFlag.READ_ONLY)) {
      throw Violation.of(
          Rule.READ_ONLY,
          helper.name()
              + "() may write into memory pointed by R"
              + register
              + " type="
              + pointer.typeName());
    }
    Optional<String> wanted =
        argument.type() == ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON
            ? Optional.of("sock_common")
            : argument.btfType();
    if (argument.type() == ArgumentType.PTR_TO_BTF_ID
        || argument.type() == ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON) {
      if (pointer.isNullable() && !argument.has(ArgumentFlag.NULLABLE)) {
        throw Violation.of(
            Rule.NULL_CHECK, "Possibly NULL pointer passed to helper arg" + register);
      }
      wanted.ifPresent(name -> checkStruct(register, pointer, btf, typeId, name));
    }
  }

  private static void checkStruct(
      int register, Pointer pointer, Btf btf, int typeId, String wanted) {
    int wantedId = btf.find(wanted, BtfType.Struct.class).orElse(0);
    if (wantedId == 0
        || !TypeMatch.isSame(btf, typeId, pointer.offset(), new Target.Typed(btf, wantedId))) {
      throw Violation.of(
          Rule.HELPER_ARGUMENT,
          "R"
              + register
              + " is of type "
              + btf.type(typeId).name()
              + " but "
              + wanted
              + " is expected",
          "The helper wants a struct " + wanted + " in r" + register);
    }
  }

  private static void checkOffset(int register, HelperArgument argument, Pointer pointer) {
    if (argument.has(ArgumentFlag.RELEASED)) {
      if (argument.type() == ArgumentType.PTR_TO_DYNPTR) {
        return;
      }
      if (pointer.offset() != 0) {
        throw Violation.of(
            Rule.REFERENCE_RELEASE,
            "R"
                + register
                + " must have zero offset when passed to release func or trusted arg to kfunc",
            "What is released must be passed as it was acquired; it was moved by "
                + pointer.offset());
      }
      Offsets.checkUnmodified(pointer, register);
      return;
    }
    switch (pointer.kind()) {
      case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, BUFFER, ARENA -> {
        // Their bounds are checked.
      }
      case MEMORY -> {
        if (pointer.has(PointerFlag.RINGBUF)
            && argument.type() == ArgumentType.PTR_TO_RINGBUF_MEM) {
          Offsets.checkUnmodified(pointer, register);
        }
      }
      case BTF_OBJECT -> Offsets.checkFixed(pointer, register);
      default -> Offsets.checkUnmodified(pointer, register);
    }
  }

  private void checkReference(int register, HelperArgument argument, Value value) {
    if (argument.has(ArgumentFlag.RELEASED)) {
      boolean dynptr = argument.type() == ArgumentType.PTR_TO_DYNPTR;
      boolean held = value instanceof Pointer pointer && pointer.reference() != 0;
      boolean isNull = value instanceof Scalar scalar && scalar.isConstant(0);
      if (dynptr) {
        new Dynptrs(machine).checkReferenced(register);
      } else if (!held && !isNull) {
        throw Violation.of(
            Rule.REFERENCE_RELEASE,
            "R" + register + " must be referenced when passed to release function",
            helper.name()
                + " releases what r"
                + register
                + " holds, but nothing was acquired there");
      }
      facts.releasedRegister = register;
    }
    if (value instanceof Pointer pointer
        && pointer.reference() != 0
        && argument.type() != ArgumentType.KPTR_XCHG_DEST) {
      if (facts.reference != 0) {
        throw Violation.of(
            Rule.HELPER_ARGUMENT,
            "more than one arg with ref_obj_id R"
                + register
                + " "
                + pointer.reference()
                + " "
                + facts.reference);
      }
      facts.reference = pointer.reference();
    }
  }

  private void checkType(int register, HelperArgument argument, Value value, boolean isNull) {
    switch (argument.type()) {
      case CONST_MAP_PTR -> checkMap(register, (Pointer) value);
      case PTR_TO_MAP_KEY ->
          memory().check(register, map(register, "key").keySize(), false, false, false);
      case PTR_TO_MAP_VALUE -> checkMapValue(register, argument, isNull);
      case PTR_TO_MEM -> checkFixedSize(register, argument, isNull);
      case CONST_SIZE, CONST_SIZE_OR_ZERO -> checkSize(register, argument);
      case CONST_ALLOC_SIZE_OR_ZERO -> checkAllocation(register, (Scalar) value);
      case PTR_TO_FUNC ->
          facts.callback = ((Target.OfSubprogram) ((Pointer) value).target()).subprogram();
      case PTR_TO_PERCPU_BTF_ID -> facts.perCpu = (Target.Typed) ((Pointer) value).target();
      case PTR_TO_SPIN_LOCK ->
          new Locks(machine).spinLock(register, (Pointer) value, helper.is(Helper.SPIN_LOCK));
      case PTR_TO_TIMER -> new Timers(machine, facts).check(register, (Pointer) value);
      case PTR_TO_CONST_STR -> new ConstantText(machine).check(register, (Pointer) value);
      case KPTR_XCHG_DEST ->
          new KernelPointerExchange(machine, facts).checkDestination(register, (Pointer) value);
      case PTR_TO_DYNPTR -> new Dynptrs(machine).helperArgument(register, argument, facts, helper);
      case PTR_TO_BTF_ID -> {
        if (helper.is(Helper.KPTR_XCHG) && !isNull) {
          new KernelPointerExchange(machine, facts).checkSource(register, (Pointer) value);
        }
      }
      case PTR_TO_CTX,
          ANYTHING,
          PTR_TO_SOCK_COMMON,
          PTR_TO_SOCKET,
          PTR_TO_RINGBUF_MEM,
          PTR_TO_BTF_ID_SOCK_COMMON,
          PTR_TO_STACK -> {
        // The kind says it all.
      }
    }
  }

  private HelperMemory memory() {
    return new HelperMemory(machine, helper.name());
  }

  private void checkMap(int register, Pointer pointer) {
    Target.InMap passed = pointer.inMap();
    boolean differs =
        facts.map != null && (facts.map != passed.map() || facts.mapLookup != passed.lookup());
    if (differs) {
      throw Violation.of(
          Rule.HELPER_ARGUMENT,
          "timer pointer in R1 map_uid="
              + facts.mapLookup
              + " doesn't match map pointer in R"
              + register
              + " map_uid="
              + passed.lookup(),
          "The timer lies in another map than the one that is passed");
    }
    facts.map = passed.map();
    facts.mapLookup = passed.lookup();
  }

  private MapInfo map(int register, String part) {
    if (facts.map == null) {
      throw Violation.of(
          Rule.HELPER_ARGUMENT,
          "invalid map_ptr to access map->" + part,
          "r" + register + " is a map's " + part + ", but no map is passed");
    }
    return facts.map;
  }

  private void checkMapValue(int register, HelperArgument argument, boolean isNull) {
    MapInfo map = map(register, "value");
    boolean sockmap = map.type() == MapType.SOCKMAP || map.type() == MapType.SOCKHASH;
    if (isNull || sockmap) {
      return;
    }
    boolean whole = argument.has(ArgumentFlag.UNINITIALIZED);
    boolean write = argument.has(ArgumentFlag.WRITTEN);
    if (memory().check(register, map.valueSize(), write, false, whole)) {
      facts.writtenRegister = register;
      facts.writtenBytes = map.valueSize();
    }
  }

  private void checkFixedSize(int register, HelperArgument argument, boolean isNull) {
    if (!argument.has(ArgumentFlag.FIXED_SIZE) || isNull) {
      return;
    }
    boolean whole = argument.has(ArgumentFlag.UNINITIALIZED);
    boolean write = argument.has(ArgumentFlag.WRITTEN);
    if (memory().check(register, argument.fixedSize(), write, false, whole)) {
      facts.writtenRegister = register;
      facts.writtenBytes = argument.fixedSize();
    }
    if (argument.has(ArgumentFlag.ALIGNED)) {
      Access access = Access.read(register, 0, argument.fixedSize()).strictly();
      new MemoryAccess(machine).checkAlignment(access, (Pointer) machine.peek(register));
    }
  }

  private void checkSize(int register, HelperArgument argument) {
    HelperArgument memory = helper.arguments().get(register - 2);
    boolean zeroAllowed = argument.type() == ArgumentType.CONST_SIZE_OR_ZERO;
    Scalar size = (Scalar) machine.peek(register);
    boolean pending =
        memory()
            .checkSized(
                register,
                memory.has(ArgumentFlag.WRITTEN),
                zeroAllowed,
                memory.has(ArgumentFlag.UNINITIALIZED));
    facts.largestSize = size.range().unsignedMax();
    if (pending) {
      facts.writtenRegister = register - 1;
      facts.writtenBytes = (int) size.range().unsignedMax();
    }
  }

  private void checkAllocation(int register, Scalar size) {
    if (!size.isConstant()) {
      throw Violation.of(
          Rule.ARGUMENT_SIZE,
          "R" + register + " is not a known constant'",
          "The size passed in r" + register + " must be a constant, but is " + size);
    }
    facts.allocatedBytes = size.range().constant();
    machine.control().markPrecise(register);
  }
}
