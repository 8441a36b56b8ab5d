package dev.skep.abi.context;

import java.util.Optional;

/** What a load from a context, or from a structure that a context leads to, yields. */
public enum ContextValue {
  /** A number. */
  SCALAR,
  /** The first byte of the packet. */
  PACKET,
  /** The byte after the last of the packet. */
  PACKET_END,
  /** The first byte of the metadata in front of the packet. */
  PACKET_META,
  /** A full socket, as {@link ContextLayout#socket()} describes it. */
  SOCKET,
  /** A full socket, or NULL. */
  SOCKET_OR_NULL,
  /** A socket, as {@link ContextLayout#sockCommon()} describes it, or NULL. */
  SOCK_COMMON_OR_NULL,
  /** What the flow dissector fills, as {@link ContextLayout#flowKeys()} describes it. */
  FLOW_KEYS,
  /** The writable buffer of a raw tracepoint. */
  TRACEPOINT_BUFFER,
  /** A trusted {@code struct nf_hook_state} of the kernel. */
  NF_HOOK_STATE("nf_hook_state"),
  /** A trusted {@code struct sk_buff} of the kernel. */
  SK_BUFF("sk_buff"),
  /** Whatever the BTF prototype of the hook says of the argument at that offset. */
  BTF_ARGUMENT;

  private final String btfType;

  ContextValue() {
    this("");
  }

  ContextValue(String btfType) {
    this.btfType = btfType;
  }

  /** The kernel structure that it points to, where BTF describes it. */
  public Optional<String> btfType() {
    return btfType.isEmpty() ? Optional.empty() : Optional.of(btfType);
  }
}
