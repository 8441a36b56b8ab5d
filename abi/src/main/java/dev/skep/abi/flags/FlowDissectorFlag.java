package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How deep a flow dissector program should look: {@code flags} of its keys. */
public enum FlowDissectorFlag implements AbiConstant {
  PARSE_1ST_FRAG(1L << 0, 5, 4),
  STOP_AT_FLOW_LABEL(1L << 1, 5, 4),
  STOP_AT_ENCAP(1L << 2, 5, 4);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  FlowDissectorFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_FLOW_DISSECTOR_F_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
