package dev.skep.kernel.sys;

/**
 * {@code BPF_RAW_TRACEPOINT_OPEN} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 name (u64)   8 prog_fd   12 (padding)   16 cookie (u64)
 * </pre>
 */
public final class RawTracepointAttribute {
  public static final int NAME = 0;

  public static final int PROGRAM_FD = 8;

  /** Since Linux 6.10. */
  public static final int COOKIE = 16;

  public static final int BYTES = 24;

  private RawTracepointAttribute() {}
}
