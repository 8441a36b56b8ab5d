package dev.skep.abi.context;

import static dev.skep.abi.context.FieldAccess.ANY;
import static dev.skep.abi.context.FieldAccess.NARROW;
import static dev.skep.abi.context.FieldAccess.NARROW_AT_START;
import static dev.skep.abi.context.FieldAccess.NONE;
import static dev.skep.abi.context.FieldAccess.WORD;

import dev.skep.abi.AttachType;

/** The contexts of cgroup programs, but for packets and {@code struct bpf_sock_ops}. */
final class CgroupContexts {
  private CgroupContexts() {}

  /** {@code struct bpf_sock} of a cgroup_sock program. */
  static ContextLayout socket(AttachType attach) {
    FieldAccess created =
        attach == AttachType.CGROUP_INET_SOCK_CREATE
                || attach == AttachType.CGROUP_INET_SOCK_RELEASE
            ? WORD
            : NONE;
    FieldAccess bound4 = attach == AttachType.CGROUP_INET4_POST_BIND ? NARROW : NONE;
    FieldAccess bound6 = attach == AttachType.CGROUP_INET6_POST_BIND ? NARROW : NONE;
    return new LayoutBuilder("bpf_sock", 80)
        .number("bound_dev_if", 0, 4, created, created)
        .number("family", 4, 4, NARROW_AT_START)
        .number("type", 8, 4, NARROW_AT_START)
        .number("protocol", 12, 4, NARROW_AT_START)
        .number("mark", 16, 4, created, created)
        .number("priority", 20, 4, created, created)
        .number("src_ip4", 24, 4, bound4)
        .number("src_ip6", 28, 16, bound6)
        .number(
            "src_port",
            44,
            4,
            bound4.isForbidden() && bound6.isForbidden() ? NONE : NARROW_AT_START)
        .number("dst_port", 48, 2, FieldAccess.of(1 + 2))
        .number("dst_port", 48, 4, WORD)
        .number("dst_ip4", 52, 4, NARROW)
        .number("dst_ip6", 56, 16, NARROW)
        .number("state", 72, 4, NARROW_AT_START)
        .number("rx_queue_mapping", 76, 4, NARROW_AT_START)
        .build();
  }

  /**
   * {@code struct bpf_sock_addr}.
   *
   * @param version the IP version of the hook: 4, 6, or 0 for Unix sockets
   * @param sends whether it is a sendmsg hook, which also knows the source address
   */
  static ContextLayout address(int version, boolean sends) {
    return new LayoutBuilder("bpf_sock_addr", 72)
        .number("user_family", 0, 4, WORD)
        .number("user_ip4", 4, 4, version == 4 ? NARROW : NONE, version == 4 ? WORD : NONE)
        .number(
            "user_ip6",
            8,
            16,
            version == 6 ? ANY : NONE,
            version == 6 ? FieldAccess.of(4 + 8) : NONE)
        .number("user_port", 24, 4, NARROW, WORD)
        .number("family", 28, 4, WORD)
        .number("type", 32, 4, WORD)
        .number("protocol", 36, 4, WORD)
        .number(
            "msg_src_ip4",
            40,
            4,
            sends && version == 4 ? NARROW : NONE,
            sends && version == 4 ? WORD : NONE)
        .number(
            "msg_src_ip6",
            44,
            16,
            sends && version == 6 ? ANY : NONE,
            sends && version == 6 ? FieldAccess.of(4 + 8) : NONE)
        .pointer("sk", 64, 8, ContextValue.SOCKET)
        .build();
  }

  static ContextLayout device() {
    return new LayoutBuilder("bpf_cgroup_dev_ctx", 12)
        .number("access_type", 0, 4, NARROW)
        .number("major", 4, 4, WORD)
        .number("minor", 8, 4, WORD)
        .build();
  }

  static ContextLayout sysctl() {
    return new LayoutBuilder("bpf_sysctl", 8)
        .number("write", 0, 4, NARROW)
        .number("file_pos", 4, 4, NARROW, WORD)
        .build();
  }

  /** {@code struct bpf_sockopt}; a getsockopt hook knows and sets the result instead. */
  static ContextLayout option(boolean setting) {
    return new LayoutBuilder("bpf_sockopt", 40)
        .pointer("sk", 0, 8, ContextValue.SOCKET)
        .pointer("optval", 8, 8, ContextValue.PACKET)
        .pointer("optval_end", 16, 8, ContextValue.PACKET_END)
        .number("level", 24, 4, WORD, setting ? WORD : NONE)
        .number("optname", 28, 4, WORD, setting ? WORD : NONE)
        .number("optlen", 32, 4, WORD, WORD)
        .number("retval", 36, 4, setting ? NONE : WORD, setting ? NONE : WORD)
        .build();
  }
}
