package dev.skep.kernel.sys;

/**
 * {@code BPF_ITER_CREATE} and {@code BPF_LINK_UPDATE} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 * iter_create   0 link_fd   4 flags
 * link_update   0 link_fd   4 new_prog_fd   8 flags   12 old_prog_fd
 * </pre>
 */
public final class LinkAttribute {
  public static final int LINK_FD = 0;

  public static final int NEW_PROGRAM_FD = 4;

  public static final int BYTES = 16;

  private LinkAttribute() {}
}
