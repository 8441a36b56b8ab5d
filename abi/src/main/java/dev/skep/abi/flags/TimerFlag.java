package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_timer_start} counts. */
public enum TimerFlag implements AbiConstant {
  ABS(1L << 0, 6, 4),
  CPU_PIN(1L << 1, 6, 7);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  TimerFlag(long value, int sinceMajor, int sinceMinor) {
    this.value = value;
    this.sinceMajor = sinceMajor;
    this.sinceMinor = sinceMinor;
  }

  @Override
  public long value() {
    return value;
  }

  @Override
  public String constantName() {
    return "BPF_F_TIMER_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
