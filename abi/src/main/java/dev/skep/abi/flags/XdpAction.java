package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What an XDP program returns: the fate of the packet. */
public enum XdpAction implements AbiConstant {
  ABORTED(0, 4, 8),
  DROP(1, 4, 8),
  PASS(2, 4, 8),
  TX(3, 4, 8),
  REDIRECT(4, 4, 14);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  XdpAction(long value, int sinceMajor, int sinceMinor) {
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
    return "XDP_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<XdpAction> of(long value) {
    for (XdpAction each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
