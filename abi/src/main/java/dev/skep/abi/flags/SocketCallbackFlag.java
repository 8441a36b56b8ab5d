package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Which events call a sock_ops program: {@code bpf_sock_ops_cb_flags_set}. */
public enum SocketCallbackFlag implements AbiConstant {
  RTO_CB_FLAG(1L << 0, 4, 16),
  RETRANS_CB_FLAG(1L << 1, 4, 16),
  STATE_CB_FLAG(1L << 2, 4, 16),
  RTT_CB_FLAG(1L << 3, 5, 3),
  PARSE_ALL_HDR_OPT_CB_FLAG(1L << 4, 5, 10),
  PARSE_UNKNOWN_HDR_OPT_CB_FLAG(1L << 5, 5, 10),
  WRITE_HDR_OPT_CB_FLAG(1L << 6, 5, 10),
  ALL_CB_FLAGS(0x7f, 4, 16);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  SocketCallbackFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_SOCK_OPS_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
