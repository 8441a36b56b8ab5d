package dev.skep.kernel.sys;

/**
 * {@code BPF_LINK_CREATE} of {@code union bpf_attr} (linux/bpf.h); what stands from 16 on depends
 * on the kind of link.
 *
 * <pre>
 *   0 prog_fd   4 target_fd or target_ifindex   8 attach_type   12 flags
 * perf_event:   16 bpf_cookie (u64)
 * netfilter:    16 pf           20 hooknum      24 priority     28 flags
 * uprobe_multi: 16 path (u64)   24 offsets (u64)                32 ref_ctr_offsets (u64)
 *               40 cookies (u64)                48 cnt          52 flags   56 pid
 * </pre>
 */
public final class LinkCreateAttribute {
  public static final int PROGRAM_FD = 0;

  public static final int TARGET = 4;

  public static final int ATTACH_TYPE = 8;

  public static final int FLAGS = 12;

  public static final int NETFILTER_FAMILY = 16;

  public static final int NETFILTER_HOOK = 20;

  public static final int NETFILTER_PRIORITY = 24;

  public static final int UPROBE_PATH = 16;

  public static final int UPROBE_OFFSETS = 24;

  public static final int UPROBE_SEMAPHORES = 32;

  public static final int UPROBE_COOKIES = 40;

  public static final int UPROBE_COUNT = 48;

  public static final int UPROBE_FLAGS = 52;

  public static final int UPROBE_PROCESS = 56;

  /** {@code BPF_F_UPROBE_MULTI_RETURN}. */
  public static final int UPROBE_FLAG_RETURN = 1;

  /** {@code XDP_FLAGS_SKB_MODE} of linux/if_link.h. */
  public static final int XDP_FLAG_GENERIC = 1 << 1;

  /** {@code XDP_FLAGS_DRV_MODE} of linux/if_link.h. */
  public static final int XDP_FLAG_NATIVE = 1 << 2;

  public static final int BYTES = 64;

  private LinkCreateAttribute() {}
}
