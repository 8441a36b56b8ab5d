package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What programs that judge for a socket return: sk_skb, sk_msg, sk_reuseport, sk_lookup. */
public enum SocketVerdict implements AbiConstant {
  DROP(0, 4, 13),
  PASS(1, 4, 13);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  SocketVerdict(long value, int sinceMajor, int sinceMinor) {
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
    return "SK_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<SocketVerdict> of(long value) {
    for (SocketVerdict each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
