package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** What lightweight tunnel and flow dissector programs return. */
public enum PacketVerdict implements AbiConstant {
  OK(0, 4, 10),
  DROP(2, 4, 10),
  REDIRECT(7, 4, 10),
  LWT_REROUTE(128, 5, 1),
  FLOW_DISSECTOR_CONTINUE(129, 6, 0);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  PacketVerdict(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** The constant with a value, or empty when this table has none. */
  public static Optional<PacketVerdict> of(long value) {
    for (PacketVerdict each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
