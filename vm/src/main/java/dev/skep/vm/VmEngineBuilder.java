package dev.skep.vm;

import dev.skep.engine.Clock;
import dev.skep.engine.EventSource;
import dev.skep.vm.packet.PacketNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what an embedded engine is made of; not thread-safe. */
public final class VmEngineBuilder {
  @Nullable EventSource events;
  Clock clock = new HostClock();
  int cpus = Runtime.getRuntime().availableProcessors();
  RunMode mode = RunMode.JIT;
  MemoryAccess memoryAccess = MemoryAccess.RESOLVED;
  long mapMemoryBytes = 4L << 30;
  Consumer<String> printer = line -> {};
  private final List<PacketNetwork.Interface> interfaces =
      new ArrayList<>(List.of(PacketNetwork.LOOPBACK));

  private CloneSink clones = (interfaceIndex, ingress, packet) -> {};
  OptionalLong uidGid = OptionalLong.empty();

  boolean counting;
  final Map<Integer, HostHelper> helpers = new HashMap<>();

  VmEngineBuilder() {}

  /**
   * Sets where events come from, and with them the clock and the CPUs. The engine closes the
   * source.
   */
  public VmEngineBuilder events(EventSource source) {
    this.events = source;
    return this;
  }

  /** Sets the clock of an engine without events; {@link VmEngine#await} sleeps until its times. */
  public VmEngineBuilder clock(Clock newClock) {
    this.clock = newClock;
    return this;
  }

  /** Sets how programs run; the default is {@link RunMode#JIT}. */
  public VmEngineBuilder mode(RunMode newMode) {
    this.mode = newMode;
    return this;
  }

  /**
   * Sets how compiled programs reach memory; the default is {@link MemoryAccess#RESOLVED}. Any
   * other is for programs that a verifier has accepted.
   */
  public VmEngineBuilder memoryAccess(MemoryAccess access) {
    this.memoryAccess = access;
    return this;
  }

  /** Sets how many CPUs programs run on in an engine without events: at most as many at a time. */
  public VmEngineBuilder cpus(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("cpus=" + count + ", expected at least 1");
    }
    this.cpus = count;
    return this;
  }

  /** Sets how much native memory all maps together may take; the default is 4 GiB. */
  public VmEngineBuilder mapMemoryBytes(long bytes) {
    this.mapMemoryBytes = bytes;
    return this;
  }

  /** Sets what takes the lines of {@code bpf_trace_printk}; by default they are dropped. */
  public VmEngineBuilder printer(Consumer<String> lines) {
    this.printer = lines;
    return this;
  }

  /** Sets what {@code bpf_get_current_uid_gid} returns; without it the helper is refused. */
  public VmEngineBuilder identity(int uid, int gid) {
    this.uidGid = OptionalLong.of((long) gid << 32 | Integer.toUnsignedLong(uid));
    return this;
  }

  /**
   * Adds a helper of the host's own, or replaces one.
   *
   * @param id the number that programs call
   */
  public VmEngineBuilder helper(int id, HostHelper helper) {
    helpers.put(id, helper);
    return this;
  }

  /**
   * Adds an Ethernet interface that packets can belong to and programs can name, beside loopback
   * with index 1.
   *
   * @param address its Ethernet address in the low 48 bits, the first byte on the wire highest
   */
  public VmEngineBuilder networkInterface(int index, int mtu, long address) {
    if (index <= PacketNetwork.LOOPBACK.index() || mtu < 1) {
      throw new IllegalArgumentException(
          "index=%d mtu=%d, expected an index over 1 and an MTU over 0".formatted(index, mtu));
    }
    interfaces.add(new PacketNetwork.Interface(index, mtu, address));
    return this;
  }

  /** Sets what takes the copies that programs send; by default they are dropped. */
  public VmEngineBuilder clones(CloneSink sink) {
    this.clones = sink;
    return this;
  }

  PacketNetwork network() {
    CloneSink sink = clones;
    return new PacketNetwork(
        interfaces,
        (target, packet) -> sink.deliver((int) target.index(), (target.flags() & 1) != 0, packet));
  }

  /** Counts and times the runs of programs, which costs two readings of the clock a run. */
  public VmEngineBuilder statistics() {
    this.counting = true;
    return this;
  }

  /** The engine. */
  public VmEngine build() {
    return new VmEngine(this);
  }
}
