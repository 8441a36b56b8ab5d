package dev.skep.kernel.sys;

/**
 * {@code struct bpf_link_info} (linux/bpf.h); what follows depends on the type.
 *
 * <pre>
 *   0 type   4 id   8 prog_id
 * </pre>
 */
public final class LinkInformationLayout {
  public static final int TYPE = 0;

  public static final int ID = 4;

  public static final int PROGRAM_ID = 8;

  /** Room for every type's part. */
  public static final int BYTES = 128;

  private LinkInformationLayout() {}
}
