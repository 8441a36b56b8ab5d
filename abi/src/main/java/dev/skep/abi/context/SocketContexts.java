package dev.skep.abi.context;

import static dev.skep.abi.context.FieldAccess.DOUBLE_WORD;
import static dev.skep.abi.context.FieldAccess.NARROW;
import static dev.skep.abi.context.FieldAccess.NARROW_AT_START;
import static dev.skep.abi.context.FieldAccess.NONE;
import static dev.skep.abi.context.FieldAccess.WORD;

/**
 * The contexts of programs that see sockets, and the sockets that contexts lead to.
 *
 * <p>{@code dst_port} of a socket is 2 bytes, but programs compiled for older headers load 4.
 */
final class SocketContexts {
  private SocketContexts() {}

  static ContextLayout operations() {
    return new LayoutBuilder("bpf_sock_ops", 224)
        .number("op", 0, 4, WORD)
        .number("reply", 4, 4, WORD, WORD)
        .number("args", 4, 16, WORD)
        .number("family", 20, 4, WORD)
        .number("remote_ip4", 24, 4, WORD)
        .number("local_ip4", 28, 4, WORD)
        .number("remote_ip6", 32, 16, WORD)
        .number("local_ip6", 48, 16, WORD)
        .number("remote_port", 64, 4, WORD)
        .number("local_port", 68, 4, WORD)
        .number("is_fullsock", 72, 4, WORD)
        .number("snd_cwnd", 76, 4, WORD)
        .number("srtt_us", 80, 4, WORD)
        .number("bpf_sock_ops_cb_flags", 84, 4, WORD)
        .number("state", 88, 4, WORD)
        .number("rtt_min", 92, 4, WORD)
        .number("snd_ssthresh", 96, 4, WORD)
        .number("rcv_nxt", 100, 4, WORD)
        .number("snd_nxt", 104, 4, WORD)
        .number("snd_una", 108, 4, WORD)
        .number("mss_cache", 112, 4, WORD)
        .number("ecn_flags", 116, 4, WORD)
        .number("rate_delivered", 120, 4, WORD)
        .number("rate_interval_us", 124, 4, WORD)
        .number("packets_out", 128, 4, WORD)
        .number("retrans_out", 132, 4, WORD)
        .number("total_retrans", 136, 4, WORD)
        .number("segs_in", 140, 4, WORD)
        .number("data_segs_in", 144, 4, WORD)
        .number("segs_out", 148, 4, WORD)
        .number("data_segs_out", 152, 4, WORD)
        .number("lost_out", 156, 4, WORD)
        .number("sacked_out", 160, 4, WORD)
        .number("sk_txhash", 164, 4, WORD, WORD)
        .number("bytes_received", 168, 8, DOUBLE_WORD)
        .number("bytes_acked", 176, 8, DOUBLE_WORD)
        .pointer("sk", 184, 8, ContextValue.SOCKET_OR_NULL)
        .pointer("skb_data", 192, 8, ContextValue.PACKET)
        .pointer("skb_data_end", 200, 8, ContextValue.PACKET_END)
        .number("skb_len", 208, 4, WORD)
        .number("skb_tcp_flags", 212, 4, NARROW_AT_START)
        .number("skb_hwtstamp", 216, 8, DOUBLE_WORD)
        .build();
  }

  static ContextLayout message() {
    return new LayoutBuilder("sk_msg_md", 80)
        .pointer("data", 0, 8, ContextValue.PACKET)
        .pointer("data_end", 8, 8, ContextValue.PACKET_END)
        .number("family", 16, 4, WORD)
        .number("remote_ip4", 20, 4, WORD)
        .number("local_ip4", 24, 4, WORD)
        .number("remote_ip6", 28, 16, WORD)
        .number("local_ip6", 44, 16, WORD)
        .number("remote_port", 60, 4, WORD)
        .number("local_port", 64, 4, WORD)
        .number("size", 68, 4, WORD)
        .pointer("sk", 72, 8, ContextValue.SOCKET)
        .build();
  }

  static ContextLayout reuseport() {
    return new LayoutBuilder("sk_reuseport_md", 56)
        .pointer("data", 0, 8, ContextValue.PACKET)
        .pointer("data_end", 8, 8, ContextValue.PACKET_END)
        .number("len", 16, 4, NARROW)
        .number("eth_protocol", 20, 4, FieldAccess.of(2 + 4))
        .number("ip_protocol", 24, 4, NARROW)
        .number("bind_inany", 28, 4, NARROW)
        .number("hash", 32, 4, WORD)
        .pointer("sk", 40, 8, ContextValue.SOCKET)
        .pointer("migrating_sk", 48, 8, ContextValue.SOCK_COMMON_OR_NULL)
        .build();
  }

  static ContextLayout lookup() {
    return new LayoutBuilder("bpf_sk_lookup", 72)
        .pointer("sk", 0, 8, ContextValue.SOCKET_OR_NULL)
        .number("family", 8, 4, NARROW)
        .number("protocol", 12, 4, NARROW)
        .number("remote_ip4", 16, 4, NARROW)
        .number("remote_ip6", 20, 16, NARROW)
        .number("remote_port", 36, 4, NARROW)
        .number("local_ip4", 40, 4, NARROW)
        .number("local_ip6", 44, 16, NARROW)
        .number("local_port", 60, 4, NARROW)
        .number("ingress_ifindex", 64, 4, NARROW)
        .build();
  }

  static ContextLayout socket() {
    return new LayoutBuilder("bpf_sock", 80)
        .number("bound_dev_if", 0, 4, WORD)
        .number("family", 4, 4, NARROW_AT_START)
        .number("type", 8, 4, NARROW_AT_START)
        .number("protocol", 12, 4, NARROW_AT_START)
        .number("mark", 16, 4, WORD)
        .number("priority", 20, 4, WORD)
        .number("src_ip4", 24, 4, NARROW)
        .number("src_ip6", 28, 16, NARROW)
        .number("src_port", 44, 4, NARROW_AT_START)
        .number("dst_port", 48, 2, FieldAccess.of(1 + 2))
        .number("dst_port", 48, 4, WORD)
        .number("dst_ip4", 52, 4, NARROW)
        .number("dst_ip6", 56, 16, NARROW)
        .number("state", 72, 4, NARROW_AT_START)
        .number("rx_queue_mapping", 76, 4, NARROW_AT_START)
        .build();
  }

  static ContextLayout sockCommon() {
    return new LayoutBuilder("bpf_sock", 80)
        .number("bound_dev_if", 0, 4, WORD)
        .number("family", 4, 4, NARROW_AT_START)
        .number("type", 8, 4, NONE)
        .number("protocol", 12, 4, NONE)
        .number("mark", 16, 4, NONE)
        .number("priority", 20, 4, NONE)
        .number("src_ip4", 24, 4, NARROW)
        .number("src_ip6", 28, 16, NARROW)
        .number("src_port", 44, 4, NARROW_AT_START)
        .number("dst_port", 48, 2, FieldAccess.of(1 + 2))
        .number("dst_port", 48, 4, WORD)
        .number("dst_ip4", 52, 4, NARROW)
        .number("dst_ip6", 56, 16, NARROW)
        .number("state", 72, 4, NARROW_AT_START)
        .number("rx_queue_mapping", 76, 4, NARROW_AT_START)
        .build();
  }

  static ContextLayout tcpSock() {
    return new LayoutBuilder("bpf_tcp_sock", 112)
        .number("snd_cwnd", 0, 4, WORD)
        .number("srtt_us", 4, 4, WORD)
        .number("rtt_min", 8, 4, WORD)
        .number("snd_ssthresh", 12, 4, WORD)
        .number("rcv_nxt", 16, 4, WORD)
        .number("snd_nxt", 20, 4, WORD)
        .number("snd_una", 24, 4, WORD)
        .number("mss_cache", 28, 4, WORD)
        .number("ecn_flags", 32, 4, WORD)
        .number("rate_delivered", 36, 4, WORD)
        .number("rate_interval_us", 40, 4, WORD)
        .number("packets_out", 44, 4, WORD)
        .number("retrans_out", 48, 4, WORD)
        .number("total_retrans", 52, 4, WORD)
        .number("segs_in", 56, 4, WORD)
        .number("data_segs_in", 60, 4, WORD)
        .number("segs_out", 64, 4, WORD)
        .number("data_segs_out", 68, 4, WORD)
        .number("lost_out", 72, 4, WORD)
        .number("sacked_out", 76, 4, WORD)
        .number("bytes_received", 80, 8, DOUBLE_WORD)
        .number("bytes_acked", 88, 8, DOUBLE_WORD)
        .number("dsack_dups", 96, 4, WORD)
        .number("delivered", 100, 4, WORD)
        .number("delivered_ce", 104, 4, WORD)
        .number("icsk_retransmits", 108, 4, WORD)
        .build();
  }

  static ContextLayout xdpSock() {
    return new LayoutBuilder("bpf_xdp_sock", 4).number("queue_id", 0, 4, WORD).build();
  }
}
