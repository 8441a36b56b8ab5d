package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What a traffic control program returns (linux/pkt_cls.h). */
public enum TcAction implements AbiConstant {
  UNSPEC(-1, 4, 1),
  OK(0, 4, 1),
  RECLASSIFY(1, 4, 1),
  SHOT(2, 4, 1),
  PIPE(3, 4, 1),
  STOLEN(4, 4, 1),
  QUEUED(5, 4, 1),
  REPEAT(6, 4, 1),
  REDIRECT(7, 4, 2),
  TRAP(8, 4, 13);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  TcAction(long value, int sinceMajor, int sinceMinor) {
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
    return "TC_ACT_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<TcAction> of(long value) {
    for (TcAction each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
