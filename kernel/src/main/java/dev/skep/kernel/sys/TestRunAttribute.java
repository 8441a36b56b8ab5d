package dev.skep.kernel.sys;

/**
 * {@code BPF_PROG_TEST_RUN} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 prog_fd       4 retval (out)     8 data_size_in   12 data_size_out (in, out)
 *  16 data_in (u64)                   24 data_out (u64)
 *  32 repeat       36 duration (out)  40 ctx_size_in    44 ctx_size_out (in, out)
 *  48 ctx_in (u64)                    56 ctx_out (u64)
 *  64 flags        68 cpu             72 batch_size
 * </pre>
 */
public final class TestRunAttribute {
  public static final int PROGRAM_FD = 0;

  public static final int RETURN_VALUE = 4;

  public static final int DATA_SIZE_IN = 8;

  public static final int DATA_SIZE_OUT = 12;

  public static final int DATA_IN = 16;

  public static final int DATA_OUT = 24;

  public static final int REPEAT = 32;

  /** The mean of a run, in nanoseconds. */
  public static final int DURATION = 36;

  public static final int CONTEXT_SIZE_IN = 40;

  public static final int CONTEXT_SIZE_OUT = 44;

  public static final int CONTEXT_IN = 48;

  public static final int CONTEXT_OUT = 56;

  public static final int BYTES = 80;

  private TestRunAttribute() {}
}
