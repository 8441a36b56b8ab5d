package dev.skep.kernel.sys;

/**
 * {@code struct perf_event_attr} (linux/perf_event.h), in its version 5 of 112 bytes.
 *
 * <pre>
 *   0 type            4 size             8 config (u64)    16 sample_period or sample_freq (u64)
 *  24 sample_type (u64)                 32 read_format (u64)
 *  40 flag bits (u64)                   48 wakeup_events   52 bp_type
 *  56 config1 (u64)  64 config2 (u64)   72 branch_sample_type (u64)
 * </pre>
 */
public final class PerfEventAttribute {
  public static final int TYPE = 0;

  public static final int SIZE = 4;

  public static final int CONFIG = 8;

  public static final int SAMPLE_PERIOD = 16;

  public static final int SAMPLE_TYPE = 24;

  public static final int FLAG_BITS = 40;

  public static final int WAKEUP_EVENTS = 48;

  public static final int BREAKPOINT_TYPE = 52;

  public static final int CONFIG1 = 56;

  public static final int CONFIG2 = 64;

  public static final int BYTES = 112;

  /** {@code PERF_TYPE_SOFTWARE}. */
  public static final int SOFTWARE = 1;

  /** {@code PERF_TYPE_TRACEPOINT}. */
  public static final int TRACEPOINT = 2;

  /** {@code PERF_FLAG_FD_CLOEXEC} of perf_event_open(2). */
  public static final int CLOSE_ON_EXEC = 8;

  /** {@code PERF_EVENT_IOC_ENABLE}, the number of an ioctl(2). */
  public static final int IOCTL_ENABLE = 0x2400;

  /** {@code PERF_EVENT_IOC_SET_BPF}, the number of an ioctl(2). */
  public static final int IOCTL_SET_BPF = 0x40042408;

  /** The flag bit {@code freq}: the period is a frequency in hertz. */
  public static final int FLAG_FREQUENCY = 1 << 10;

  private PerfEventAttribute() {}
}
