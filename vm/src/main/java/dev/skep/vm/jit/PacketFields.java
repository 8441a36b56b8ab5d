package dev.skep.vm.jit;

import dev.skep.abi.ProgramType;

/**
 * Where a context holds addresses of the packet: {@code struct xdp_md} and {@code struct __sk_buff}
 * of linux/bpf.h.
 */
enum PacketFields {
  NONE(-1, -1, -1),
  XDP(0, 4, 8),
  SOCKET_BUFFER(76, 80, 140);

  private final int data;
  private final int dataEnd;
  private final int dataMeta;

  PacketFields(int data, int dataEnd, int dataMeta) {
    this.data = data;
    this.dataEnd = dataEnd;
    this.dataMeta = dataMeta;
  }

  static PacketFields of(ProgramType type) {
    return switch (type) {
      case XDP -> XDP;
      case SCHED_CLS, SCHED_ACT, CGROUP_SKB, SK_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> SOCKET_BUFFER;
      default -> NONE;
    };
  }

  /** Whether the field at an offset holds an address of the packet. */
  boolean holds(long offset) {
    return this != NONE && (offset == data || offset == dataEnd || offset == dataMeta);
  }
}
