package dev.skep.abi;

import java.util.Optional;

/** What a link attaches: {@code enum bpf_link_type} of linux/bpf.h, as of Linux 6.18. */
public enum LinkType {
  RAW_TRACEPOINT(1, "raw_tracepoint", "5.8"),
  TRACING(2, "tracing", "5.8"),
  CGROUP(3, "cgroup", "5.8"),
  ITER(4, "iter", "5.8"),
  NETNS(5, "netns", "5.8"),
  XDP(6, "xdp", "5.9"),
  PERF_EVENT(7, "perf_event", "5.15"),
  KPROBE_MULTI(8, "kprobe_multi", "5.18"),
  STRUCT_OPS(9, "struct_ops", "6.0"),
  NETFILTER(10, "netfilter", "6.4"),
  TCX(11, "tcx", "6.6"),
  UPROBE_MULTI(12, "uprobe_multi", "6.6"),
  NETKIT(13, "netkit", "6.7"),
  SOCKMAP(14, "sockmap", "6.10");

  private static final LinkType[] ALL = values();

  private final int code;
  private final String label;
  private final KernelVersion since;

  LinkType(int code, String label, String since) {
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
    return "BPF_LINK_TYPE_" + name();
  }

  /** The link type with a number, or empty when this table has none. */
  public static Optional<LinkType> of(int code) {
    for (LinkType each : ALL) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The link type with a label, or empty when this table has none. */
  public static Optional<LinkType> ofLabel(String label) {
    for (LinkType each : ALL) {
      if (each.label.equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
