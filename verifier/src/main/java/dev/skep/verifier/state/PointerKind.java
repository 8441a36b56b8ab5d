package dev.skep.verifier.state;

/** What kind of thing a pointer points at: {@code enum bpf_reg_type} without its modifiers. */
public enum PointerKind {
  /** The program's context. */
  CONTEXT("ctx"),
  /** A map itself. */
  MAP("map_ptr"),
  /** A value of a map. */
  MAP_VALUE("map_value"),
  /** A key of a map, as callbacks get it. */
  MAP_KEY("map_key"),
  /** The stack of a frame. */
  STACK("fp"),
  /** The bytes in front of a packet. */
  PACKET_META("pkt_meta"),
  /** A packet. */
  PACKET("pkt"),
  /** The end of a packet: compared with, never followed. */
  PACKET_END("pkt_end"),
  /** The flow dissector's keys. */
  FLOW_KEYS("flow_keys"),
  /** A full socket, seen as {@code struct bpf_sock}. */
  SOCKET("sock"),
  /** A socket that may be a request or time-wait one, seen as {@code struct bpf_sock}. */
  SOCK_COMMON("sock_common"),
  /** A TCP socket, seen as {@code struct bpf_tcp_sock}. */
  TCP_SOCK("tcp_sock"),
  /** The buffer of a writable raw tracepoint. */
  TP_BUFFER("tp_buffer"),
  /** An AF_XDP socket, seen as {@code struct bpf_xdp_sock}. */
  XDP_SOCK("xdp_sock"),
  /** A kernel object that BTF describes. */
  BTF_OBJECT("ptr_"),
  /** Memory of a known size. */
  MEMORY("mem"),
  /** Memory of an arena. */
  ARENA("arena"),
  /** A buffer whose size the attach point decides. */
  BUFFER("buf"),
  /** A subprogram. */
  FUNCTION("func"),
  /** A dynptr that a callback or a global function was given. */
  DYNPTR("dynptr_ptr");

  private final String text;

  PointerKind(String text) {
    this.text = text;
  }

  /** The kernel's name in messages. */
  public String text() {
    return text;
  }
}
