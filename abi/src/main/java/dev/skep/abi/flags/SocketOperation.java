package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Optional;

/** Why a sock_ops program runs: {@code op} of its context. */
public enum SocketOperation implements AbiConstant {
  VOID(0, 4, 13),
  TIMEOUT_INIT(1, 4, 13),
  RWND_INIT(2, 4, 13),
  TCP_CONNECT_CB(3, 4, 13),
  ACTIVE_ESTABLISHED_CB(4, 4, 13),
  PASSIVE_ESTABLISHED_CB(5, 4, 13),
  NEEDS_ECN(6, 4, 13),
  BASE_RTT(7, 4, 15),
  RTO_CB(8, 4, 16),
  RETRANS_CB(9, 4, 16),
  STATE_CB(10, 4, 16),
  TCP_LISTEN_CB(11, 4, 19),
  RTT_CB(12, 5, 3),
  PARSE_HDR_OPT_CB(13, 5, 10),
  HDR_OPT_LEN_CB(14, 5, 10),
  WRITE_HDR_OPT_CB(15, 5, 10),
  TSTAMP_SCHED_CB(16, 6, 15),
  TSTAMP_SND_SW_CB(17, 6, 15),
  TSTAMP_SND_HW_CB(18, 6, 15),
  TSTAMP_ACK_CB(19, 6, 15),
  TSTAMP_SENDMSG_CB(20, 6, 15);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  SocketOperation(long value, int sinceMajor, int sinceMinor) {
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

  /** The constant with a value, or empty when this table has none. */
  public static Optional<SocketOperation> of(long value) {
    for (SocketOperation each : values()) {
      if (each.value == value) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
