package dev.skep.abi;

import java.util.Optional;

/** Where a program is attached: {@code enum bpf_attach_type} of linux/bpf.h, as of Linux 6.18. */
public enum AttachType {
  CGROUP_INET_INGRESS(0, "cgroup_inet_ingress", "4.10"),
  CGROUP_INET_EGRESS(1, "cgroup_inet_egress", "4.10"),
  CGROUP_INET_SOCK_CREATE(2, "cgroup_inet_sock_create", "4.10"),
  CGROUP_SOCK_OPS(3, "cgroup_sock_ops", "4.13"),
  SK_SKB_STREAM_PARSER(4, "sk_skb_stream_parser", "4.14"),
  SK_SKB_STREAM_VERDICT(5, "sk_skb_stream_verdict", "4.14"),
  CGROUP_DEVICE(6, "cgroup_device", "4.15"),
  SK_MSG_VERDICT(7, "sk_msg_verdict", "4.17"),
  CGROUP_INET4_BIND(8, "cgroup_inet4_bind", "4.17"),
  CGROUP_INET6_BIND(9, "cgroup_inet6_bind", "4.17"),
  CGROUP_INET4_CONNECT(10, "cgroup_inet4_connect", "4.17"),
  CGROUP_INET6_CONNECT(11, "cgroup_inet6_connect", "4.17"),
  CGROUP_INET4_POST_BIND(12, "cgroup_inet4_post_bind", "4.17"),
  CGROUP_INET6_POST_BIND(13, "cgroup_inet6_post_bind", "4.17"),
  CGROUP_UDP4_SENDMSG(14, "cgroup_udp4_sendmsg", "4.18"),
  CGROUP_UDP6_SENDMSG(15, "cgroup_udp6_sendmsg", "4.18"),
  LIRC_MODE2(16, "lirc_mode2", "4.18"),
  FLOW_DISSECTOR(17, "flow_dissector", "4.20"),
  CGROUP_SYSCTL(18, "cgroup_sysctl", "5.2"),
  CGROUP_UDP4_RECVMSG(19, "cgroup_udp4_recvmsg", "5.2"),
  CGROUP_UDP6_RECVMSG(20, "cgroup_udp6_recvmsg", "5.2"),
  CGROUP_GETSOCKOPT(21, "cgroup_getsockopt", "5.3"),
  CGROUP_SETSOCKOPT(22, "cgroup_setsockopt", "5.3"),
  TRACE_RAW_TP(23, "trace_raw_tp", "5.5"),
  TRACE_FENTRY(24, "trace_fentry", "5.5"),
  TRACE_FEXIT(25, "trace_fexit", "5.5"),
  MODIFY_RETURN(26, "modify_return", "5.7"),
  LSM_MAC(27, "lsm_mac", "5.7"),
  TRACE_ITER(28, "trace_iter", "5.8"),
  CGROUP_INET4_GETPEERNAME(29, "cgroup_inet4_getpeername", "5.8"),
  CGROUP_INET6_GETPEERNAME(30, "cgroup_inet6_getpeername", "5.8"),
  CGROUP_INET4_GETSOCKNAME(31, "cgroup_inet4_getsockname", "5.8"),
  CGROUP_INET6_GETSOCKNAME(32, "cgroup_inet6_getsockname", "5.8"),
  XDP_DEVMAP(33, "xdp_devmap", "5.8"),
  CGROUP_INET_SOCK_RELEASE(34, "cgroup_inet_sock_release", "5.9"),
  XDP_CPUMAP(35, "xdp_cpumap", "5.9"),
  SK_LOOKUP(36, "sk_lookup", "5.9"),
  XDP(37, "xdp", "5.9"),
  SK_SKB_VERDICT(38, "sk_skb_verdict", "5.13"),
  SK_REUSEPORT_SELECT(39, "sk_reuseport_select", "5.14"),
  SK_REUSEPORT_SELECT_OR_MIGRATE(40, "sk_reuseport_select_or_migrate", "5.14"),
  PERF_EVENT(41, "perf_event", "5.15"),
  TRACE_KPROBE_MULTI(42, "trace_kprobe_multi", "5.18"),
  LSM_CGROUP(43, "lsm_cgroup", "6.0"),
  STRUCT_OPS(44, "struct_ops", "6.4"),
  NETFILTER(45, "netfilter", "6.4"),
  TCX_INGRESS(46, "tcx_ingress", "6.6"),
  TCX_EGRESS(47, "tcx_egress", "6.6"),
  TRACE_UPROBE_MULTI(48, "trace_uprobe_multi", "6.6"),
  CGROUP_UNIX_CONNECT(49, "cgroup_unix_connect", "6.7"),
  CGROUP_UNIX_SENDMSG(50, "cgroup_unix_sendmsg", "6.7"),
  CGROUP_UNIX_RECVMSG(51, "cgroup_unix_recvmsg", "6.7"),
  CGROUP_UNIX_GETPEERNAME(52, "cgroup_unix_getpeername", "6.7"),
  CGROUP_UNIX_GETSOCKNAME(53, "cgroup_unix_getsockname", "6.7"),
  NETKIT_PRIMARY(54, "netkit_primary", "6.7"),
  NETKIT_PEER(55, "netkit_peer", "6.7"),
  TRACE_KPROBE_SESSION(56, "trace_kprobe_session", "6.10"),
  TRACE_UPROBE_SESSION(57, "trace_uprobe_session", "6.13");

  private static final AttachType[] ALL = values();

  private final int code;
  private final String label;
  private final KernelVersion since;

  AttachType(int code, String label, String since) {
    this.code = code;
    this.label = label;
    this.since = KernelVersion.parse(since);
  }

  /** The number in the ABI. */
  public int code() {
    return code;
  }

  /** The name as bpftool spells it. */
  public String label() {
    return label;
  }

  /** The kernel that introduced it. */
  public KernelVersion since() {
    return since;
  }

  /** The name in linux/bpf.h. */
  public String constantName() {
    return "BPF_" + name();
  }

  /** The attach type with a number, or empty when this table has none. */
  public static Optional<AttachType> of(int code) {
    for (AttachType each : ALL) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The attach type with a label as bpftool spells it, or empty when this table has none. */
  public static Optional<AttachType> ofLabel(String label) {
    for (AttachType each : ALL) {
      if (each.label.equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
