package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What a program attached by tcx or netkit returns. */
public enum TcxAction implements AbiConstant {
  NEXT(-1, 6, 6),
  PASS(0, 6, 6),
  DROP(2, 6, 6),
  REDIRECT(7, 6, 6);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  TcxAction(long value, int sinceMajor, int sinceMinor) {
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
    return "TCX_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<TcxAction> of(long value) {
    for (TcxAction each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
