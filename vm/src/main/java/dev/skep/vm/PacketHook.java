package dev.skep.vm;

import dev.skep.abi.ProgramType;
import dev.skep.vm.hook.ChainRule;
import dev.skep.vm.hook.HookPoint;
import dev.skep.vm.packet.PacketContext;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.packet.PacketShape;
import dev.skep.vm.packet.Redirect;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.XdpContext;
import dev.skep.vm.run.CpuSlots;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A hook on which programs see packets that the host hands in: Ethernet frames. Any number of
 * threads may do so, of which as many run at a time as the engine has CPUs.
 *
 * <pre>{@code
 * PacketHook wan = engine.packetHook("wan", PacketHook.Kind.XDP);
 * engine.attach(program, AttachTarget.Hook.of("wan"));
 * if (wan.run(frame).value() == 1) { ... } // XDP_DROP
 * }</pre>
 */
public final class PacketHook {
  /** What programs a hook takes, and what they decide together. */
  public enum Kind {
    /** XDP programs: the next one runs while the one before passes the packet on. */
    XDP(new ChainRule.While(2), ProgramType.XDP),
    /** Traffic control: the next one runs while the one before returns {@code TCX_NEXT}, −1. */
    TC(new ChainRule.While(-1), ProgramType.SCHED_CLS, ProgramType.SCHED_ACT),
    /** Socket filters: all run; the fewest bytes that one wants to keep, 0 for none. */
    SOCKET_FILTER(new ChainRule.Lowest(), ProgramType.SOCKET_FILTER),
    /** Filters of a control group: all run; 0, to drop, wins. */
    CGROUP(new ChainRule.Lowest(), ProgramType.CGROUP_SKB);

    final ChainRule rule;
    final Set<ProgramType> types;

    Kind(ChainRule rule, ProgramType... types) {
      this.rule = rule;
      this.types = Set.of(types);
    }

    PacketShape shape() {
      ProgramType type = this == TC ? ProgramType.SCHED_CLS : types.iterator().next();
      return PacketShape.of(type, Optional.empty()).orElseThrow();
    }
  }

  private final String name;
  private final Kind kind;
  private final HookPoint point;
  private final CpuSlots slots;
  private final PacketShape shape;
  private final PacketNetwork network;

  /** Each CPU's context; null until its first packet. */
  private final AtomicReferenceArray<PacketContext> contexts;

  PacketHook(String name, Kind kind, CpuSlots slots, PacketNetwork network) {
    this.name = name;
    this.kind = kind;
    this.point = new HookPoint(kind.rule, slots);
    this.slots = slots;
    this.shape = kind.shape();
    this.network = network;
    this.contexts = new AtomicReferenceArray<>(slots.count());
  }

  /** The name that programs are attached by. */
  public String name() {
    return name;
  }

  /** What programs it takes. */
  public Kind kind() {
    return kind;
  }

  HookPoint point() {
    return point;
  }

  /**
   * What the programs decided on a packet.
   *
   * @param value what the last of them, or all together, returned
   * @param packet the packet after them, as they see it: without its link-layer header where the
   *     kind of hook hides it
   * @param redirect where it is to go, if a program said so
   */
  public record Verdict(int value, byte[] packet, Optional<Destination> redirect) {}

  /**
   * Where a packet is to go.
   *
   * @param map the name of the map that holds the target; empty for an interface by its index
   * @param index the interface's index, or the key in the map
   * @param flags what the program gave
   */
  public record Destination(String map, long index, long flags) {}

  /** Runs the programs on a frame that has arrived on loopback. */
  public Verdict run(MemorySegment frame) {
    return run(frame, PacketNetwork.LOOPBACK.index());
  }

  /**
   * Runs the programs on a frame.
   *
   * @param frame 14 bytes or more, an Ethernet header first
   * @param interfaceIndex an interface that the engine was built with
   * @throws dev.skep.engine.TrapException when a program was stopped
   */
  public Verdict run(MemorySegment frame, int interfaceIndex) {
    Execution execution = slots.takeAny();
    try {
      PacketContext context = fill(execution, frame, interfaceIndex);
      int value = point.chain().run(execution);
      Redirect redirect = context.redirect();
      return new Verdict(
          value,
          context.packet().toArray(ValueLayout.JAVA_BYTE),
          redirect == null
              ? Optional.empty()
              : Optional.of(new Destination(redirect.map(), redirect.index(), redirect.flags())));
    } finally {
      slots.giveBack(execution);
    }
  }

  /** {@link #run(MemorySegment, int)} for the value alone; allocates nothing. */
  public int verdict(MemorySegment frame, int interfaceIndex) {
    Execution execution = slots.takeAny();
    try {
      fill(execution, frame, interfaceIndex);
      return point.chain().run(execution);
    } finally {
      slots.giveBack(execution);
    }
  }

  private PacketContext fill(Execution execution, MemorySegment frame, int interfaceIndex) {
    if (frame.byteSize() < 14) {
      throw new IllegalArgumentException(
          "hook \"%s\": frame of bytes=%d, at least 14".formatted(name, frame.byteSize()));
    }
    PacketNetwork.Interface device =
        network
            .find(interfaceIndex)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "hook \"%s\": no interface has index=%d".formatted(name, interfaceIndex)));
    PacketContext context = contexts.get(execution.cpu());
    if (context == null) {
      context = shape.newContext(network);
      contexts.set(execution.cpu(), context);
    }
    switch (context) {
      case XdpContext xdp -> xdp.fill(frame, 0, interfaceIndex, 0);
      case SkbContext skb -> skb.fill(frame, interfaceIndex, device.address());
    }
    execution.on(context);
    return context;
  }

  @Override
  public String toString() {
    return "hook:" + name;
  }
}
