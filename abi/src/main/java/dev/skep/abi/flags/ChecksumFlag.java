package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_l3_csum_replace} and {@code bpf_l4_csum_replace} update a checksum. */
public enum ChecksumFlag implements AbiConstant {
  HDR_FIELD_MASK(0xf, 4, 1),
  PSEUDO_HDR(1L << 4, 4, 1),
  MARK_MANGLED_0(1L << 5, 4, 6),
  MARK_ENFORCE(1L << 6, 4, 11),
  IPV6(1L << 7, 6, 16);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  ChecksumFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_F_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
