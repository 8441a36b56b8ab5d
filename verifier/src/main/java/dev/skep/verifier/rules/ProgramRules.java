package dev.skep.verifier.rules;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;

/** What is demanded of a program as a whole, and of the maps that it names. */
public record ProgramRules(Subject subject) {

  /** Demands that a program of this type may be loaded with these maps. */
  public static void check(Subject subject) {
    ProgramRules rules = new ProgramRules(subject);
    rules.checkPrivilege();
    for (int i = 0; i < subject.code().size(); i++) {
      MapInfo map = subject.map(i);
      if (map != null) {
        rules.checkMap(map);
      }
    }
  }

  private void checkPrivilege() {
    if (!subject.privileged()
        && subject.type() != ProgramType.SOCKET_FILTER
        && subject.type() != ProgramType.CGROUP_SKB) {
      throw Violation.of(
          Rule.PROGRAM_TYPE,
          "unprivileged users may load socket_filter and cgroup_skb programs only",
          "Programs of type " + subject.typeText() + " need privileges");
    }
  }

  private boolean isTracing() {
    return switch (subject.type()) {
      case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> true;
      default -> false;
    };
  }

  private void checkMap(MapInfo map) {
    boolean locks =
        map.has(SpecialField.Kind.SPIN_LOCK) || map.has(SpecialField.Kind.RESILIENT_SPIN_LOCK);
    if (locks && subject.type() == ProgramType.SOCKET_FILTER) {
      throw refused(map, "socket filter progs cannot use bpf_spin_lock yet");
    }
    if (isTracing()) {
      checkTracing(map, locks);
    }
    if (map.type() == MapType.STRUCT_OPS) {
      throw refused(map, "bpf_struct_ops map cannot be used in prog");
    }
    if (map.type() == MapType.ARENA && !subject.privileged()) {
      throw refused(map, "CAP_BPF and CAP_PERFMON are required to use arena");
    }
    if (subject.sleepable() && !isSleepable(map.type())) {
      throw refused(
          map, "Sleepable programs can only use array, hash, ringbuf and local storage maps");
    }
  }

  private static void checkTracing(MapInfo map, boolean locks) {
    if (locks) {
      throw refused(map, "tracing progs cannot use bpf_spin_lock yet");
    }
    if (map.has(SpecialField.Kind.TIMER)) {
      throw refused(map, "tracing progs cannot use bpf_timer yet");
    }
    if (map.has(SpecialField.Kind.WORKQUEUE)) {
      throw refused(map, "tracing progs cannot use bpf_wq yet");
    }
    if (map.has(SpecialField.Kind.LIST_HEAD) || map.has(SpecialField.Kind.RB_ROOT)) {
      throw refused(map, "tracing progs cannot use bpf_{list_head,rb_root} yet");
    }
  }

  private static boolean isSleepable(MapType type) {
    return switch (type) {
      case HASH,
          LRU_HASH,
          ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          LRU_PERCPU_HASH,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS,
          RINGBUF,
          USER_RINGBUF,
          INODE_STORAGE,
          SK_STORAGE,
          TASK_STORAGE,
          CGRP_STORAGE,
          QUEUE,
          STACK,
          ARENA ->
          true;
      default -> false;
    };
  }

  private static Violation refused(MapInfo map, String text) {
    return Violation.of(
        Rule.MAP_ACCESS, text, "The map " + map.name() + " cannot be used here: " + text);
  }
}
