package dev.skep.verifier.rules;

import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import java.util.Map;
import java.util.Set;

/**
 * Whether a pointer that was loaded from a field of a kernel object is valid: the fields that Linux
 * 6.18 vouches for (the {@code BTF_TYPE_SAFE_*} lists of kernel/bpf/verifier.c).
 */
record FieldTrust(Machine machine, Pointer from, FieldWalk.Found field) {
  private static final Map<String, Set<String>> TRUSTED =
      Map.of(
          "bpf_iter_meta", Set.of("seq"),
          "bpf_iter__task", Set.of("meta", "task"),
          "linux_binprm", Set.of("file"),
          "file", Set.of("f_inode"));
  private static final Map<String, Set<String>> TRUSTED_OR_NULL =
      Map.of(
          "socket",
          Set.of("sk"),
          "dentry",
          Set.of("d_inode"),
          "vm_area_struct",
          Set.of("vm_mm", "vm_file"));
  private static final Map<String, Set<String>> RCU =
      Map.of(
          "task_struct", Set.of("cpus_ptr", "cgroups", "real_parent", "parent", "group_leader"),
          "cgroup", Set.of("kn"),
          "css_set", Set.of("dfl_cgrp"),
          "cgroup_subsys_state", Set.of("cgroup"));
  private static final Map<String, Set<String>> RCU_OR_NULL =
      Map.of(
          "mm_struct", Set.of("exe_file"),
          "sk_buff", Set.of("sk"),
          "request_sock", Set.of("sk"));

  /** The flags of the loaded pointer. */
  int flags() {
    int memory =
        switch (field.tag()) {
          case "user" -> PointerFlag.USER;
          case "percpu" -> PointerFlag.PER_CPU;
          default -> 0;
        };
    if (memory == PointerFlag.USER) {
      return memory;
    }
    return memory | trust();
  }

  private int trust() {
    if (from.has(PointerFlag.UNTRUSTED)) {
      return PointerFlag.UNTRUSTED;
    }
    boolean valid =
        from.reference() != 0 || from.has(PointerFlag.TRUSTED) || from.has(PointerFlag.RCU);
    if (!valid) {
      // Objects that nobody vouches for keep their fields followable, as they always were.
      return 0;
    }
    if (isIn(TRUSTED)) {
      return PointerFlag.TRUSTED;
    }
    if (isIn(TRUSTED_OR_NULL)) {
      return PointerFlag.TRUSTED | PointerFlag.NULLABLE;
    }
    return inRcuSection() ? trustUnderRcu() : PointerFlag.UNTRUSTED;
  }

  private int trustUnderRcu() {
    if (isIn(RCU)) {
      return PointerFlag.RCU;
    }
    return isIn(RCU_OR_NULL) || field.tag().equals("rcu")
        ? PointerFlag.RCU | PointerFlag.NULLABLE
        : 0;
  }

  private boolean inRcuSection() {
    return machine.state().rcuSections > 0 || !machine.state().sleepable;
  }

  private boolean isIn(Map<String, Set<String>> list) {
    return list.getOrDefault(field.owner(), Set.of()).contains(field.field());
  }
}
