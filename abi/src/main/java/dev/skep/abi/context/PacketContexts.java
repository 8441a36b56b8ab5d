package dev.skep.abi.context;

import static dev.skep.abi.context.FieldAccess.ANY;
import static dev.skep.abi.context.FieldAccess.BYTE;
import static dev.skep.abi.context.FieldAccess.DOUBLE_WORD;
import static dev.skep.abi.context.FieldAccess.NARROW;
import static dev.skep.abi.context.FieldAccess.NONE;
import static dev.skep.abi.context.FieldAccess.UNALIGNED;
import static dev.skep.abi.context.FieldAccess.WORD;

import dev.skep.abi.Capability;
import java.util.Set;

/** The contexts of programs that see packets. */
final class PacketContexts {
  /** {@code struct __sk_buff}, with every access that some program type has. */
  private static final ContextLayout SKB =
      new LayoutBuilder("__sk_buff", 192)
          .number("len", 0, 4, NARROW)
          .number("pkt_type", 4, 4, NARROW)
          .number("mark", 8, 4, NARROW, WORD)
          .number("queue_mapping", 12, 4, NARROW, WORD)
          .number("protocol", 16, 4, NARROW)
          .number("vlan_present", 20, 4, NARROW)
          .number("vlan_tci", 24, 4, NARROW)
          .number("vlan_proto", 28, 4, NARROW)
          .number("priority", 32, 4, NARROW, WORD)
          .number("ingress_ifindex", 36, 4, NARROW)
          .number("ifindex", 40, 4, NARROW)
          .number("tc_index", 44, 4, NARROW, WORD)
          .number("cb", 48, 20, ANY, ANY)
          .number("hash", 68, 4, NARROW)
          .number("tc_classid", 72, 4, NARROW, WORD)
          .pointer("data", 76, 4, ContextValue.PACKET)
          .pointer("data_end", 80, 4, ContextValue.PACKET_END)
          .number("napi_id", 84, 4, NARROW)
          .number("family", 88, 4, NARROW)
          .number("remote_ip4", 92, 4, WORD)
          .number("local_ip4", 96, 4, WORD)
          .number("remote_ip6", 100, 16, WORD)
          .number("local_ip6", 116, 16, WORD)
          .number("remote_port", 132, 4, NARROW)
          .number("local_port", 136, 4, NARROW)
          .pointer("data_meta", 140, 4, ContextValue.PACKET_META)
          .pointer("flow_keys", 144, 8, ContextValue.FLOW_KEYS)
          .number("tstamp", 152, 8, DOUBLE_WORD, DOUBLE_WORD)
          .number("wire_len", 160, 4, NARROW)
          .number("gso_segs", 164, 4, NARROW)
          .pointer("sk", 168, 8, ContextValue.SOCK_COMMON_OR_NULL)
          .number("gso_size", 176, 4, NARROW)
          .number("tstamp_type", 180, 1, BYTE)
          .number("hwtstamp", 184, 8, DOUBLE_WORD)
          .build();

  /** Fields of the packet's socket, for types that run where there is one. */
  private static final Set<String> SOCKET =
      Set.of(
          "family",
          "remote_ip4",
          "local_ip4",
          "remote_ip6",
          "local_ip6",
          "remote_port",
          "local_port");

  private PacketContexts() {}

  static ContextLayout socketFilter() {
    return skb(
        Set.of(
            "tc_classid",
            "data",
            "data_end",
            "data_meta",
            "flow_keys",
            "tstamp",
            "wire_len",
            "tstamp_type",
            "hwtstamp"),
        false,
        Set.of("cb"),
        Set.of());
  }

  static ContextLayout trafficControl() {
    return skb(
        Set.of("flow_keys"),
        false,
        Set.of("mark", "queue_mapping", "priority", "tc_index", "cb", "tc_classid", "tstamp"),
        Set.of());
  }

  static ContextLayout cgroup() {
    return skb(
        Set.of("tc_classid", "data_meta", "flow_keys", "wire_len", "tstamp_type"),
        true,
        Set.of("mark", "priority", "cb", "tstamp"),
        Set.of("data", "data_end", "tstamp"));
  }

  static ContextLayout lightweightTunnel() {
    return skb(
        Set.of(
            "tc_classid",
            "data_meta",
            "flow_keys",
            "tstamp",
            "wire_len",
            "tstamp_type",
            "hwtstamp"),
        false,
        Set.of("mark", "priority", "cb"),
        Set.of());
  }

  static ContextLayout stream() {
    return skb(
        Set.of(
            "mark",
            "tc_classid",
            "data_meta",
            "flow_keys",
            "tstamp",
            "wire_len",
            "tstamp_type",
            "hwtstamp"),
        true,
        Set.of("priority", "tc_index"),
        Set.of());
  }

  static ContextLayout flowDissector() {
    LayoutBuilder builder = new LayoutBuilder(SKB.structName(), SKB.size());
    for (ContextField each : SKB.fields()) {
      boolean visible = Set.of("data", "data_end", "flow_keys").contains(each.name());
      builder.field(
          each.name(),
          each.offset(),
          each.size(),
          each.value(),
          visible ? each.load() : NONE,
          NONE);
    }
    return builder.build();
  }

  /**
   * One program type's view of {@code __sk_buff}.
   *
   * @param hidden fields that it may not access
   * @param socket whether it sees the fields of the packet's socket
   * @param stored fields that it may store
   * @param privileged fields whose pointer, or whose storing, asks for CAP_BPF
   */
  private static ContextLayout skb(
      Set<String> hidden, boolean socket, Set<String> stored, Set<String> privileged) {
    LayoutBuilder builder = new LayoutBuilder(SKB.structName(), SKB.size());
    for (ContextField each : SKB.fields()) {
      boolean visible = !hidden.contains(each.name()) && (socket || !SOCKET.contains(each.name()));
      FieldAccess load = visible ? each.load() : NONE;
      FieldAccess store = stored.contains(each.name()) ? each.store() : NONE;
      if (privileged.contains(each.name()) && each.value() != ContextValue.SCALAR) {
        load = load.needing(Capability.BPF);
      } else if (privileged.contains(each.name())) {
        store = store.needing(Capability.BPF);
      }
      builder.field(each.name(), each.offset(), each.size(), each.value(), load, store);
    }
    return builder.build();
  }

  /** {@code struct xdp_md}; only programs in a devmap know where the packet leaves. */
  static ContextLayout xdp(boolean inDevmap) {
    return new LayoutBuilder("xdp_md", 24)
        .pointer("data", 0, 4, ContextValue.PACKET)
        .pointer("data_end", 4, 4, ContextValue.PACKET_END)
        .pointer("data_meta", 8, 4, ContextValue.PACKET_META)
        .number("ingress_ifindex", 12, 4, WORD)
        .number("rx_queue_index", 16, 4, WORD)
        .number("egress_ifindex", 20, 4, inDevmap ? WORD : NONE)
        .build();
  }

  static ContextLayout netfilter() {
    return new LayoutBuilder("bpf_nf_ctx", 16)
        .pointer("state", 0, 8, ContextValue.NF_HOOK_STATE)
        .pointer("skb", 8, 8, ContextValue.SK_BUFF)
        .build();
  }

  static ContextLayout flowKeys() {
    return new LayoutBuilder("bpf_flow_keys", 56)
        .number("keys", 0, 56, UNALIGNED, UNALIGNED)
        .build();
  }
}
