package dev.skep.vm.packet;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import dev.skep.abi.context.ContextLayout;
import dev.skep.vm.memory.FieldRules;
import java.util.Optional;

/**
 * How a program type sees packets.
 *
 * @param type the program type
 * @param rules which fields of the context it may access
 * @param direct whether pointers reach the packet ({@code may_access_direct_pkt_data} of Linux)
 * @param writable whether they may write it
 * @param linkLayer whether the packet starts with its link-layer header
 */
public record PacketShape(
    ProgramType type, FieldRules rules, boolean direct, boolean writable, boolean linkLayer) {

  /** The shape of a type's packets; empty when its programs get no packet. */
  public static Optional<PacketShape> of(ProgramType type, Optional<AttachType> attach) {
    return switch (type) {
      case SOCKET_FILTER -> Optional.of(of(type, attach, false, false, false));
      case SCHED_CLS, SCHED_ACT, XDP -> Optional.of(of(type, attach, true, true, true));
      case CGROUP_SKB, LWT_IN, LWT_OUT, LWT_SEG6LOCAL ->
          Optional.of(of(type, attach, true, false, false));
      case LWT_XMIT -> Optional.of(of(type, attach, true, true, false));
      default -> Optional.empty();
    };
  }

  private static PacketShape of(
      ProgramType type,
      Optional<AttachType> attach,
      boolean direct,
      boolean writable,
      boolean linkLayer) {
    ContextLayout layout =
        attach.isPresent() ? ContextLayout.of(type, attach.get()) : ContextLayout.of(type);
    return new PacketShape(type, FieldRules.of(layout), direct, writable, linkLayer);
  }

  /** A context of this shape. */
  public PacketContext newContext(PacketNetwork network) {
    return type == ProgramType.XDP ? new XdpContext(this, network) : new SkbContext(this, network);
  }
}
