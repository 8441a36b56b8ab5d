package dev.skep.kernel.sys;

/**
 * {@code BPF_LINK_CREATE} of {@code union bpf_attr} (linux/bpf.h); what stands from 16 on depends
 * on the kind of link.
 *
 * <pre>
 *   0 prog_fd   4 target_fd or target_ifindex   8 attach_type   12 flags
 * perf_event:   16 bpf_cookie (u64)
 * </pre>
 */
public final class LinkCreateAttribute {
  /** The command's number. */
  public static final int COMMAND = 28;

  public static final int PROGRAM_FD = 0;

  public static final int TARGET = 4;

  public static final int ATTACH_TYPE = 8;

  public static final int FLAGS = 12;

  public static final int PERF_EVENT_COOKIE = 16;

  public static final int BYTES = 64;

  private LinkCreateAttribute() {}
}
