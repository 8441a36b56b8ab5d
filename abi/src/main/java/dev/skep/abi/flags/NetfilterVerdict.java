package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What a netfilter program returns (linux/netfilter.h): only these two are allowed. */
public enum NetfilterVerdict implements AbiConstant {
  DROP(0, 6, 4),
  ACCEPT(1, 6, 4);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  NetfilterVerdict(long value, int sinceMajor, int sinceMinor) {
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
    return "NF_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<NetfilterVerdict> of(long value) {
    for (NetfilterVerdict each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
