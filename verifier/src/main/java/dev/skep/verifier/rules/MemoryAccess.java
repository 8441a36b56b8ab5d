package dev.skep.verifier.rules;

import dev.skep.verifier.domain.ScalarArithmetic;
import dev.skep.verifier.domain.Tnum;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Value;

/** Loads and stores through a pointer of any kind: picks the rule for what it points at. */
record MemoryAccess(Machine machine) {

  /** Demands that an access is allowed, and gives what it reads. */
  Value check(Access access) {
    Value base = machine.peek(access.register());
    if (!(base instanceof Pointer pointer)) {
      throw notAPointer(access, base);
    }
    checkAlignment(access, pointer);
    Value read = perform(access, pointer);
    machine.control().noteAccess(MemoryTouch.of(pointer, access.offset(), access.size()));
    return narrowed(access, read);
  }

  private Value narrowed(Access access, Value read) {
    if (access.size() == 8 || !access.fetch() || !(read instanceof Scalar scalar)) {
      return read;
    }
    int bits = access.size() * 8;
    // What is sign-extended need not be the number that was spilled: the link ends.
    return access.signExtended()
        ? scalar
            .unlinked()
            .withRange(ScalarArithmetic.LINUX.signExtended(scalar.range(), bits, false))
        : scalar.withRange(ScalarArithmetic.LINUX.truncated(scalar.range(), bits));
  }

  private Violation notAPointer(Access access, Value base) {
    String does = access.write() ? "written to" : "read from";
    return Violation.of(
        Rule.INVALID_POINTER,
        "R" + access.register() + " invalid mem access '" + base.typeName() + "'",
        "Memory is "
            + does
            + " through "
            + machine.text(access.register())
            + ", which is a number, not a pointer");
  }

  private Value perform(Access access, Pointer pointer) {
    Regions regions = new Regions(machine, access, pointer);
    return switch (pointer.kind()) {
      case STACK -> new StackAccess(machine, access, pointer).perform();
      case MAP_VALUE -> nullChecked(access, pointer, regions::mapValue);
      case MAP_KEY -> regions.mapKey();
      case MEMORY -> nullChecked(access, pointer, regions::memory);
      case BUFFER -> nullChecked(access, pointer, regions::buffer);
      case PACKET, PACKET_META -> nullChecked(access, pointer, regions::packet);
      case CONTEXT -> new ContextAccess(machine, access, pointer).perform();
      case FLOW_KEYS -> regions.flowKeys();
      case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> nullChecked(access, pointer, regions::socket);
      case TP_BUFFER -> regions.tracepointBuffer();
      case BTF_OBJECT ->
          nullChecked(access, pointer, () -> new TypedAccess(machine, access, pointer).perform());
      case MAP ->
          nullChecked(access, pointer, () -> new TypedAccess(machine, access, pointer).map());
      case ARENA -> Value.unknown();
      case PACKET_END, FUNCTION, DYNPTR -> throw cannotFollow(access, pointer);
    };
  }

  private Value nullChecked(
      Access access, Pointer pointer, java.util.function.Supplier<Value> rule) {
    if (pointer.isNullable()) {
      throw Violation.of(
          Rule.NULL_CHECK,
          "R" + access.register() + " invalid mem access '" + pointer.typeName() + "'",
          "The pointer in r"
              + access.register()
              + " may be NULL: it was not tested on the way to here ("
              + pointer
              + ")");
    }
    return rule.get();
  }

  private static Violation cannotFollow(Access access, Pointer pointer) {
    return Violation.of(
        Rule.INVALID_POINTER,
        "R" + access.register() + " invalid mem access '" + pointer.typeName() + "'",
        "Memory is accessed through r"
            + access.register()
            + ", a pointer that cannot be followed: "
            + pointer);
  }

  /** The stack is tracked by aligned words; elsewhere unaligned accesses are as good as others. */
  void checkAlignment(Access access, Pointer pointer) {
    boolean strict = access.strict() || machine.subject().strictAlignment();
    String what = "";
    long extra = 0;
    switch (pointer.kind()) {
      case PACKET, PACKET_META -> {
        extra = 2;
        what = "packet ";
      }
      case STACK -> {
        strict = true;
        what = "stack ";
      }
      case ARENA -> {
        return;
      }
      case CONTEXT -> what = "context ";
      case MAP_VALUE -> what = "value ";
      case MAP_KEY -> what = "key ";
      case FLOW_KEYS -> what = "flow keys ";
      default -> what = pointer.kind() == PointerKind.BTF_OBJECT ? "" : pointer.kind().text() + " ";
    }
    if (!strict || access.size() == 1) {
      return;
    }
    long fixed = pointer.offset() + access.offset() + extra;
    Tnum place = pointer.variable().bits().add(Tnum.of(fixed));
    if (!place.isAligned(access.size())) {
      throw Violation.of(
          Rule.ALIGNMENT,
          "misaligned "
              + what
              + "access off "
              + (extra == 0 ? "" : extra + "+")
              + (pointer.isFixed() ? pointer.variable().constant() : pointer.variable().bits())
              + "+"
              + pointer.offset()
              + "+"
              + access.offset()
              + " size "
              + access.size(),
          "An access of "
              + access.size()
              + " bytes at offset "
              + fixed
              + ", which is not a multiple of its size");
    }
  }

  /** Demands that an address is not stored where user space can read it. */
  static void checkLeak(Machine machine, Access access, String where) {
    if (access.stored() != null && machine.isLeak(access.stored())) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "R" + access.storedRegister() + " leaks addr into " + where,
          "An address is stored into the " + where + ", where user space may read it");
    }
  }

  /** Demands that memory may be written. */
  static void checkWritable(Access access, Pointer pointer) {
    if (access.write() && pointer.has(PointerFlag.READ_ONLY)) {
      throw Violation.of(
          Rule.READ_ONLY,
          "R" + access.register() + " cannot write into " + pointer.typeName(),
          "The memory behind r" + access.register() + " may only be read: " + pointer);
    }
  }
}
