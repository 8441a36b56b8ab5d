package dev.skep.kernel.sys;

/**
 * {@code BPF_BTF_LOAD} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 btf (u64)      8 btf_log_buf (u64)   16 btf_size   20 btf_log_size
 *  24 btf_log_level
 * </pre>
 */
public final class BtfLoadAttribute {
  public static final int BTF = 0;

  public static final int LOG_BUFFER = 8;

  public static final int SIZE = 16;

  public static final int LOG_SIZE = 20;

  public static final int LOG_LEVEL = 24;

  public static final int BYTES = 28;

  private BtfLoadAttribute() {}
}
