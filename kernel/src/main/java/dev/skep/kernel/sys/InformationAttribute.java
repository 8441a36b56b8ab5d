package dev.skep.kernel.sys;

/**
 * {@code BPF_OBJ_GET_INFO_BY_FD} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 bpf_fd   4 info_len (in, out)   8 info (u64)
 * </pre>
 */
public final class InformationAttribute {
  public static final int FD = 0;

  public static final int INFORMATION_BYTES = 4;

  public static final int INFORMATION = 8;

  public static final int BYTES = 16;

  private InformationAttribute() {}
}
