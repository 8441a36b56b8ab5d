package dev.skep.abi.context;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import java.util.List;
import java.util.Optional;

/**
 * The structure behind the pointer that a program starts with in R1, as programs see it: which
 * fields it has, what loading each yields, and how each may be loaded and stored (the {@code
 * *_is_valid_access} functions of Linux 6.18, x86-64).
 *
 * @param structName the structure's name in C
 * @param size its number of bytes; for contexts of variable size, the most that may be accessed
 * @param fields all fields, also those that may not be accessed, so that an error can name them;
 *     two entries of one name and offset are two ways to access the same field
 */
public record ContextLayout(String structName, int size, List<ContextField> fields) {
  public ContextLayout {
    fields = List.copyOf(fields);
  }

  /**
   * The context of programs of a type that name no attach type. Fields that only some attach types
   * may access are forbidden; cgroup_sock programs count as {@code cgroup_inet_sock_create}.
   */
  public static ContextLayout of(ProgramType program) {
    return ContextLayouts.of(program, Optional.empty());
  }

  /** The context of programs of a type that were loaded for an attach type. */
  public static ContextLayout of(ProgramType program, AttachType attach) {
    return ContextLayouts.of(program, Optional.of(attach));
  }

  /** A full socket: {@code struct bpf_sock} behind {@link ContextValue#SOCKET}. */
  public static ContextLayout socket() {
    return SocketContexts.socket();
  }

  /** A socket of any state: {@code struct bpf_sock}, of which less may be read. */
  public static ContextLayout sockCommon() {
    return SocketContexts.sockCommon();
  }

  /** A TCP socket: {@code struct bpf_tcp_sock}, which {@code bpf_tcp_sock} returns. */
  public static ContextLayout tcpSock() {
    return SocketContexts.tcpSock();
  }

  /** An AF_XDP socket: {@code struct bpf_xdp_sock}, the value of an xskmap. */
  public static ContextLayout xdpSock() {
    return SocketContexts.xdpSock();
  }

  /** The keys of a flow: {@code struct bpf_flow_keys} behind {@link ContextValue#FLOW_KEYS}. */
  public static ContextLayout flowKeys() {
    return PacketContexts.flowKeys();
  }

  /** The field that allows a load of 1, 2, 4 or 8 bytes at an offset, or empty when none does. */
  public Optional<ContextField> load(int offset, int bytes) {
    for (ContextField each : fields) {
      if (each.allowsLoad(offset, bytes)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The field that allows a store of 1, 2, 4 or 8 bytes at an offset, or empty when none does. */
  public Optional<ContextField> store(int offset, int bytes) {
    for (ContextField each : fields) {
      if (each.allowsStore(offset, bytes)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The field at an offset, whether or not it may be accessed. */
  public Optional<ContextField> at(int offset) {
    return fields.stream().filter(each -> each.covers(offset)).findFirst();
  }

  /** The field of a name, whether or not it may be accessed. */
  public Optional<ContextField> field(String name) {
    return fields.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
