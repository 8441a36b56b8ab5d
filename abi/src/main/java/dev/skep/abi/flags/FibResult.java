package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What {@code bpf_fib_lookup} found. */
public enum FibResult implements AbiConstant {
  SUCCESS(0, 4, 18),
  BLACKHOLE(1, 4, 18),
  UNREACHABLE(2, 4, 18),
  PROHIBIT(3, 4, 18),
  NOT_FWDED(4, 4, 18),
  FWD_DISABLED(5, 4, 18),
  UNSUPP_LWT(6, 4, 18),
  NO_NEIGH(7, 4, 18),
  FRAG_NEEDED(8, 4, 18),
  NO_SRC_ADDR(9, 6, 7);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  FibResult(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_FIB_LKUP_RET_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<FibResult> of(long value) {
    for (FibResult each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
