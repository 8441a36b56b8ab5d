package dev.skep.abi;

import java.util.Optional;

/** What a bpf(2) call does: {@code enum bpf_cmd} of linux/bpf.h, as of Linux 6.18. */
public enum Command {
  MAP_CREATE(0, "map_create", "3.18"),
  MAP_LOOKUP_ELEM(1, "map_lookup_elem", "3.18"),
  MAP_UPDATE_ELEM(2, "map_update_elem", "3.18"),
  MAP_DELETE_ELEM(3, "map_delete_elem", "3.18"),
  MAP_GET_NEXT_KEY(4, "map_get_next_key", "3.18"),
  PROG_LOAD(5, "prog_load", "3.18"),
  OBJ_PIN(6, "obj_pin", "4.4"),
  OBJ_GET(7, "obj_get", "4.4"),
  PROG_ATTACH(8, "prog_attach", "4.10"),
  PROG_DETACH(9, "prog_detach", "4.10"),
  PROG_TEST_RUN(10, "prog_test_run", "4.12"),
  PROG_GET_NEXT_ID(11, "prog_get_next_id", "4.13"),
  MAP_GET_NEXT_ID(12, "map_get_next_id", "4.13"),
  PROG_GET_FD_BY_ID(13, "prog_get_fd_by_id", "4.13"),
  MAP_GET_FD_BY_ID(14, "map_get_fd_by_id", "4.13"),
  OBJ_GET_INFO_BY_FD(15, "obj_get_info_by_fd", "4.13"),
  PROG_QUERY(16, "prog_query", "4.15"),
  RAW_TRACEPOINT_OPEN(17, "raw_tracepoint_open", "4.17"),
  BTF_LOAD(18, "btf_load", "4.18"),
  BTF_GET_FD_BY_ID(19, "btf_get_fd_by_id", "4.18"),
  TASK_FD_QUERY(20, "task_fd_query", "4.18"),
  MAP_LOOKUP_AND_DELETE_ELEM(21, "map_lookup_and_delete_elem", "4.20"),
  MAP_FREEZE(22, "map_freeze", "5.2"),
  BTF_GET_NEXT_ID(23, "btf_get_next_id", "5.4"),
  MAP_LOOKUP_BATCH(24, "map_lookup_batch", "5.6"),
  MAP_LOOKUP_AND_DELETE_BATCH(25, "map_lookup_and_delete_batch", "5.6"),
  MAP_UPDATE_BATCH(26, "map_update_batch", "5.6"),
  MAP_DELETE_BATCH(27, "map_delete_batch", "5.6"),
  LINK_CREATE(28, "link_create", "5.7"),
  LINK_UPDATE(29, "link_update", "5.7"),
  LINK_GET_FD_BY_ID(30, "link_get_fd_by_id", "5.8"),
  LINK_GET_NEXT_ID(31, "link_get_next_id", "5.8"),
  ENABLE_STATS(32, "enable_stats", "5.8"),
  ITER_CREATE(33, "iter_create", "5.8"),
  LINK_DETACH(34, "link_detach", "5.9"),
  PROG_BIND_MAP(35, "prog_bind_map", "5.10"),
  TOKEN_CREATE(36, "token_create", "6.9"),
  PROG_STREAM_READ_BY_FD(37, "prog_stream_read_by_fd", "6.17");

  private static final Command[] ALL = values();

  private final int code;
  private final String label;
  private final KernelVersion since;

  Command(int code, String label, String since) {
    this.code = code;
    this.label = label;
    this.since = KernelVersion.parse(since);
  }

  /** The number in the ABI. */
  public int code() {
    return code;
  }

  /** The name without its prefix, in lower case. */
  public String label() {
    return label;
  }

  /** The kernel that introduced it. */
  public KernelVersion since() {
    return since;
  }

  /** The name in linux/bpf.h. */
  public String constantName() {
    return "BPF_" + name();
  }

  /** The command with a number, or empty when this table has none. */
  public static Optional<Command> of(int code) {
    for (Command each : ALL) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The command with a label, or empty when this table has none. */
  public static Optional<Command> ofLabel(String label) {
    for (Command each : ALL) {
      if (each.label.equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
