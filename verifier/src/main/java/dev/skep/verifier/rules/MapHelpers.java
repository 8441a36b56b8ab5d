package dev.skep.verifier.rules;

import dev.skep.abi.Helper;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import java.util.EnumSet;
import java.util.Set;

/** Which helpers go with which types of maps (check_map_func_compatibility of Linux 6.18). */
record MapHelpers(Machine machine, HelperDefinition helper, MapInfo map) {
  private static final Set<Helper> RING =
      EnumSet.of(
          Helper.RINGBUF_OUTPUT,
          Helper.RINGBUF_RESERVE,
          Helper.RINGBUF_QUERY,
          Helper.RINGBUF_RESERVE_DYNPTR,
          Helper.RINGBUF_SUBMIT_DYNPTR,
          Helper.RINGBUF_DISCARD_DYNPTR);
  private static final Set<Helper> PERF =
      EnumSet.of(
          Helper.PERF_EVENT_READ,
          Helper.PERF_EVENT_OUTPUT,
          Helper.SKB_OUTPUT,
          Helper.PERF_EVENT_READ_VALUE,
          Helper.XDP_OUTPUT);

  void check() {
    if (helper.known().isEmpty()) {
      return;
    }
    Helper known = helper.known().get();
    if (!mapAllows(known) || !helperAllows(known)) {
      throw Violation.of(
          Rule.MAP_HELPER,
          "cannot pass map_type "
              + map.type().code()
              + " into func "
              + helper.name()
              + "#"
              + helper.id(),
          helper.name()
              + " does not work on the map "
              + map.name()
              + ", which is of type "
              + map.type());
    }
    checkWritable(known);
  }

  private void checkWritable(Helper known) {
    boolean writes =
        switch (known) {
          case MAP_UPDATE_ELEM, MAP_DELETE_ELEM, MAP_PUSH_ELEM, MAP_POP_ELEM -> true;
          default -> false;
        };
    if (writes && !map.isWritable()) {
      throw Violation.of(
          Rule.READ_ONLY,
          "write into map forbidden",
          "Programs may not write the map " + map.name());
    }
  }

  private boolean mapAllows(Helper known) {
    return switch (map.type()) {
      case PROG_ARRAY -> known == Helper.TAIL_CALL;
      case PERF_EVENT_ARRAY -> PERF.contains(known);
      case RINGBUF -> RING.contains(known);
      case USER_RINGBUF -> known == Helper.USER_RINGBUF_DRAIN;
      case STACK_TRACE -> known == Helper.GET_STACKID;
      case CGROUP_ARRAY ->
          known == Helper.SKB_UNDER_CGROUP || known == Helper.CURRENT_TASK_UNDER_CGROUP;
      case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> known == Helper.GET_LOCAL_STORAGE;
      case DEVMAP, DEVMAP_HASH, XSKMAP ->
          known == Helper.REDIRECT_MAP || known == Helper.MAP_LOOKUP_ELEM;
      case CPUMAP -> known == Helper.REDIRECT_MAP;
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> known == Helper.MAP_LOOKUP_ELEM;
      case SOCKMAP ->
          switch (known) {
            case SK_REDIRECT_MAP,
                SOCK_MAP_UPDATE,
                MSG_REDIRECT_MAP,
                SK_SELECT_REUSEPORT,
                MAP_LOOKUP_ELEM ->
                true;
            default -> mayUpdateSockmap(known);
          };
      case SOCKHASH ->
          switch (known) {
            case SK_REDIRECT_HASH,
                SOCK_HASH_UPDATE,
                MSG_REDIRECT_HASH,
                SK_SELECT_REUSEPORT,
                MAP_LOOKUP_ELEM ->
                true;
            default -> mayUpdateSockmap(known);
          };
      case REUSEPORT_SOCKARRAY -> known == Helper.SK_SELECT_REUSEPORT;
      case QUEUE, STACK ->
          known == Helper.MAP_PEEK_ELEM
              || known == Helper.MAP_POP_ELEM
              || known == Helper.MAP_PUSH_ELEM;
      case BLOOM_FILTER -> known == Helper.MAP_PEEK_ELEM || known == Helper.MAP_PUSH_ELEM;
      case SK_STORAGE ->
          known == Helper.SK_STORAGE_GET
              || known == Helper.SK_STORAGE_DELETE
              || known == Helper.KPTR_XCHG;
      case INODE_STORAGE ->
          known == Helper.INODE_STORAGE_GET
              || known == Helper.INODE_STORAGE_DELETE
              || known == Helper.KPTR_XCHG;
      case TASK_STORAGE ->
          known == Helper.TASK_STORAGE_GET
              || known == Helper.TASK_STORAGE_DELETE
              || known == Helper.KPTR_XCHG;
      case CGRP_STORAGE ->
          known == Helper.CGRP_STORAGE_GET
              || known == Helper.CGRP_STORAGE_DELETE
              || known == Helper.KPTR_XCHG;
      default -> true;
    };
  }

  private boolean mayUpdateSockmap(Helper known) {
    if (known != Helper.MAP_UPDATE_ELEM && known != Helper.MAP_DELETE_ELEM) {
      return false;
    }
    ProgramType type = machine.subject().type();
    return switch (type) {
      case TRACING ->
          machine
              .subject()
              .spec()
              .expectedAttachType()
              .filter(attach -> attach == dev.skep.abi.AttachType.TRACE_ITER)
              .isPresent();
      case SOCK_OPS -> known == Helper.MAP_DELETE_ELEM;
      case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, XDP, SK_REUSEPORT, FLOW_DISSECTOR, SK_LOOKUP ->
          true;
      default -> false;
    };
  }

  private boolean helperAllows(Helper known) {
    MapType type = map.type();
    return switch (known) {
      case TAIL_CALL -> type == MapType.PROG_ARRAY;
      case PERF_EVENT_READ, PERF_EVENT_OUTPUT, PERF_EVENT_READ_VALUE, SKB_OUTPUT, XDP_OUTPUT ->
          type == MapType.PERF_EVENT_ARRAY;
      case RINGBUF_OUTPUT,
          RINGBUF_RESERVE,
          RINGBUF_QUERY,
          RINGBUF_RESERVE_DYNPTR,
          RINGBUF_SUBMIT_DYNPTR,
          RINGBUF_DISCARD_DYNPTR ->
          type == MapType.RINGBUF;
      case USER_RINGBUF_DRAIN -> type == MapType.USER_RINGBUF;
      case GET_STACKID -> type == MapType.STACK_TRACE;
      case CURRENT_TASK_UNDER_CGROUP, SKB_UNDER_CGROUP -> type == MapType.CGROUP_ARRAY;
      case REDIRECT_MAP ->
          switch (type) {
            case DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP -> true;
            default -> false;
          };
      case SK_REDIRECT_MAP, MSG_REDIRECT_MAP, SOCK_MAP_UPDATE -> type == MapType.SOCKMAP;
      case SK_REDIRECT_HASH, MSG_REDIRECT_HASH, SOCK_HASH_UPDATE -> type == MapType.SOCKHASH;
      case GET_LOCAL_STORAGE ->
          type == MapType.CGROUP_STORAGE || type == MapType.PERCPU_CGROUP_STORAGE;
      case SK_SELECT_REUSEPORT ->
          switch (type) {
            case REUSEPORT_SOCKARRAY, SOCKMAP, SOCKHASH -> true;
            default -> false;
          };
      case MAP_POP_ELEM -> type == MapType.QUEUE || type == MapType.STACK;
      case MAP_PEEK_ELEM, MAP_PUSH_ELEM ->
          type == MapType.QUEUE || type == MapType.STACK || type == MapType.BLOOM_FILTER;
      case MAP_LOOKUP_PERCPU_ELEM ->
          switch (type) {
            case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH -> true;
            default -> false;
          };
      case SK_STORAGE_GET, SK_STORAGE_DELETE -> type == MapType.SK_STORAGE;
      case INODE_STORAGE_GET, INODE_STORAGE_DELETE -> type == MapType.INODE_STORAGE;
      case TASK_STORAGE_GET, TASK_STORAGE_DELETE -> type == MapType.TASK_STORAGE;
      case CGRP_STORAGE_GET, CGRP_STORAGE_DELETE -> type == MapType.CGRP_STORAGE;
      case FOR_EACH_MAP_ELEM ->
          switch (type) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY -> true;
            default -> false;
          };
      default -> true;
    };
  }
}
