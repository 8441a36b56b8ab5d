package dev.skep.verifier.rules;

import dev.skep.abi.ProgramType;
import dev.skep.abi.context.ContextLayout;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** Accesses to memory that is a run of bytes: map values, packets, buffers, sockets. */
record Regions(Machine machine, Access access, Pointer pointer) {

  private Value read() {
    return Value.unknown();
  }

  Value mapValue() {
    MemoryAccess.checkLeak(machine, access, "map");
    MapInfo map = pointer.inMap().map();
    checkMapAccess(map, pointer, access.register(), access.offset(), access.size(), access.write());
    new Bounds(access.register(), pointer, map.valueSize(), false)
        .check(access.offset(), access.size());
    checkFields(map, pointer, access.offset(), access.size(), false);
    Optional<SpecialField> kernelPointer = kernelPointer(map);
    if (kernelPointer.isPresent()) {
      return new KernelPointers(machine).access(access, pointer, kernelPointer.get());
    }
    if (!access.write() && pointer.isFixed()) {
      Optional<MemorySegment> constants = map.constants();
      if (constants.isPresent()) {
        return Value.constant(constant(constants.get()));
      }
    }
    return read();
  }

  private long constant(MemorySegment bytes) {
    long at = pointer.fixedOffset() + access.offset();
    long value = 0;
    for (int i = access.size() - 1; i >= 0; i--) {
      long each = at + i < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xff : 0;
      value = value << 8 | each;
    }
    assert ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN : "constants are little endian";
    int spare = 64 - access.size() * 8;
    return access.signExtended() ? value << spare >> spare : value;
  }

  private Optional<SpecialField> kernelPointer(MapInfo map) {
    if (!pointer.isFixed()) {
      return Optional.empty();
    }
    long at = pointer.fixedOffset() + access.offset();
    return map.fields().stream()
        .filter(field -> field.kind().isPointer() && field.offset() == at)
        .findFirst();
  }

  static void checkMapAccess(
      MapInfo map, Pointer pointer, int register, int offset, int size, boolean write) {
    boolean allowed =
        write ? map.isWritable() && !pointer.has(PointerFlag.READ_ONLY) : map.isReadable();
    if (!allowed) {
      throw Violation.of(
          write ? Rule.READ_ONLY : Rule.WRITE_ONLY,
          (write ? "write into" : "read from")
              + " map forbidden, value_size="
              + map.valueSize()
              + " off="
              + (pointer.offset() + offset)
              + " size="
              + size,
          "Programs may not " + (write ? "write" : "read") + " the map " + map.name());
    }
  }

  /** The fields that the kernel manages are out of bounds for plain accesses. */
  static void checkFields(MapInfo map, Pointer pointer, int offset, int size, boolean byHelper) {
    long fixed = (long) pointer.offset() + offset;
    long min = fixed + pointer.variable().signedMin();
    long max = fixed + pointer.variable().unsignedMax() + size;
    for (SpecialField field : map.fields()) {
      if (min >= field.offset() + field.size() || field.offset() >= max) {
        continue;
      }
      if (!field.kind().isPointer()) {
        throw Violation.of(
            Rule.MAP_ACCESS,
            field.kind().typeName() + " cannot be accessed directly by load/store",
            "The access touches the " + field.kind().typeName() + " of the map value");
      }
      checkPointerField(field, pointer, fixed, size, byHelper);
    }
  }

  private static void checkPointerField(
      SpecialField field, Pointer pointer, long fixed, int size, boolean byHelper) {
    String text = null;
    if (byHelper) {
      text = "kptr cannot be accessed indirectly by helper";
    } else if (!pointer.isFixed()) {
      text = "kptr access cannot have variable offset";
    } else if (field.offset() != fixed + pointer.variable().constant()) {
      text = "kptr access misaligned expected=" + field.offset() + " off=" + fixed;
    } else if (size != 8) {
      text = "kptr access size must be BPF_DW";
    }
    if (text != null) {
      throw Violation.of(Rule.MAP_ACCESS, text);
    }
  }

  Value mapKey() {
    if (access.write()) {
      throw Violation.of(
          Rule.READ_ONLY,
          "write to change key R" + access.register() + " not allowed",
          "The key of a map is written");
    }
    new Bounds(access.register(), pointer, pointer.inMap().map().keySize(), false)
        .check(access.offset(), access.size());
    return read();
  }

  Value memory() {
    MemoryAccess.checkWritable(access, pointer);
    MemoryAccess.checkLeak(machine, access, "mem");
    if (pointer.has(PointerFlag.UNTRUSTED)) {
      // Such reads are checked when they happen, and give 0 where there is no memory.
      return read();
    }
    int size = pointer.target() instanceof Target.Sized(int bytes, int _) ? bytes : 0;
    new Bounds(access.register(), pointer, size, false).check(access.offset(), access.size());
    return read();
  }

  Value buffer() {
    MemoryAccess.checkWritable(access, pointer);
    checkBuffer(machine, access.register(), pointer, access.offset());
    return read();
  }

  /** A buffer's size is only known when the program is attached. */
  static void checkBuffer(Machine machine, int register, Pointer pointer, int offset) {
    if (pointer.offset() + offset < 0) {
      throw Violation.of(
          Rule.MEMORY_BOUNDS,
          "R" + register + " invalid buffer access: off=" + (pointer.offset() + offset));
    }
    if (!pointer.isFixed() || pointer.variable().constant() != 0) {
      throw Violation.of(
          Rule.MEMORY_BOUNDS,
          "R"
              + register
              + " invalid variable buffer offset: off="
              + pointer.offset()
              + ", var_off="
              + pointer.variable().bits());
    }
    assert machine.index() >= 0;
  }

  Value packet() {
    if (access.write()) {
      checkPacketWrite(machine);
    }
    MemoryAccess.checkLeak(machine, access, "packet");
    checkPacket(machine, access.register(), pointer, access.offset(), access.size(), false);
    return read();
  }

  static void checkPacket(
      Machine machine, int register, Pointer pointer, int offset, int size, boolean zeroAllowed) {
    checkPacketVisible(machine);
    if (pointer.variable().signedMin() < 0) {
      throw Violation.of(
          Rule.PACKET_BOUNDS,
          "R"
              + register
              + " min value is negative, either use unsigned index or do a if (index >=0) check.",
          "The offset into the packet may be negative: " + pointer);
    }
    int proven = ((Target.InPacket) pointer.target()).proven();
    new Bounds(register, pointer, Math.max(proven, 0), zeroAllowed)
        .within((long) pointer.offset() + offset, proven < 0 ? Math.max(size, 1) : size);
  }

  private static void checkPacketVisible(Machine machine) {
    assert machine.index() >= 0;
  }

  /** Whether programs of this type may write to packets (may_access_direct_pkt_data). */
  static boolean mayWritePacket(ProgramType type) {
    return switch (type) {
      case SCHED_CLS, SCHED_ACT, XDP, LWT_XMIT, SK_SKB, SK_MSG, CGROUP_SOCKOPT -> true;
      default -> false;
    };
  }

  /** Whether programs of this type may pass packet pointers to helpers. */
  static boolean mayReadPacket(ProgramType type) {
    return switch (type) {
      case LWT_IN, LWT_OUT, LWT_SEG6LOCAL, SK_REUSEPORT, FLOW_DISSECTOR, CGROUP_SKB -> true;
      default -> mayWritePacket(type);
    };
  }

  private static void checkPacketWrite(Machine machine) {
    if (!mayWritePacket(machine.subject().type())) {
      throw Violation.of(
          Rule.READ_ONLY,
          "cannot write into packet",
          "Programs of type " + machine.subject().typeText() + " may not write to packets");
    }
  }

  Value flowKeys() {
    int offset = pointer.offset() + access.offset();
    int size = ContextLayout.flowKeys().size();
    if (offset < 0 || offset + access.size() > size) {
      throw Violation.of(
          Rule.MEMORY_BOUNDS,
          "invalid access to flow keys off=" + offset + " size=" + access.size());
    }
    MemoryAccess.checkLeak(machine, access, "flow keys");
    return read();
  }

  Value socket() {
    if (access.write()) {
      throw Violation.of(
          Rule.READ_ONLY,
          "R" + access.register() + " cannot write into " + pointer.typeName(),
          "A socket's fields may only be read");
    }
    int offset = pointer.offset() + access.offset();
    if (pointer.variable().signedMin() < 0) {
      throw Violation.of(
          Rule.MEMORY_BOUNDS,
          "R"
              + access.register()
              + " min value is negative, either use unsigned index or do a if (index >=0) check.");
    }
    ContextLayout layout =
        switch (pointer.kind()) {
          case SOCK_COMMON -> ContextLayout.sockCommon();
          case TCP_SOCK -> ContextLayout.tcpSock();
          case XDP_SOCK -> ContextLayout.xdpSock();
          default -> ContextLayout.socket();
        };
    if (!pointer.isFixed()
        || pointer.variable().constant() != 0
        || layout.load(offset, access.size()).isEmpty()) {
      throw Violation.of(
          Rule.CONTEXT_ACCESS,
          "R"
              + access.register()
              + " invalid "
              + pointer.typeName()
              + " access off="
              + offset
              + " size="
              + access.size(),
          "struct "
              + layout.structName()
              + " has no readable field of "
              + access.size()
              + " bytes at offset "
              + offset);
    }
    return read();
  }

  Value tracepointBuffer() {
    if (pointer.offset() + access.offset() < 0 || !pointer.isFixed()) {
      throw Violation.of(
          Rule.MEMORY_BOUNDS,
          "R"
              + access.register()
              + " invalid tracepoint buffer access: off="
              + (pointer.offset() + access.offset())
              + ", size="
              + access.size());
    }
    return read();
  }
}
