package dev.skep.verifier.environment;

import static dev.skep.verifier.environment.KfuncDefinition.Flag.*;

import dev.skep.abi.ProgramType;
import dev.skep.verifier.environment.KfuncDefinition.Flag;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel functions of Linux 6.18 that programs may call: the {@code BTF_KFUNCS} sets of
 * kernel/bpf/helpers.c, cpumask.c, kernel/trace/bpf_trace.c and net/core.
 */
final class KfuncTable {
  private static final Set<ProgramType> ALL = Set.of();

  /**
   * Tracing in the wider sense: what the kernel's set for kprobe, tracepoint and the like serves.
   */
  private static final Set<ProgramType> TRACING =
      EnumSet.of(
          ProgramType.KPROBE,
          ProgramType.TRACEPOINT,
          ProgramType.PERF_EVENT,
          ProgramType.RAW_TRACEPOINT,
          ProgramType.TRACING,
          ProgramType.LSM);

  private static final Set<ProgramType> GENERIC =
      EnumSet.of(
          ProgramType.TRACING,
          ProgramType.LSM,
          ProgramType.SCHED_CLS,
          ProgramType.XDP,
          ProgramType.STRUCT_OPS,
          ProgramType.SYSCALL,
          ProgramType.CGROUP_SKB,
          ProgramType.CGROUP_SOCK,
          ProgramType.CGROUP_DEVICE,
          ProgramType.CGROUP_SOCK_ADDR,
          ProgramType.CGROUP_SYSCTL,
          ProgramType.CGROUP_SOCKOPT,
          ProgramType.SOCK_OPS);

  private static final Set<ProgramType> TASKS =
      EnumSet.of(
          ProgramType.TRACING,
          ProgramType.LSM,
          ProgramType.STRUCT_OPS,
          ProgramType.SYSCALL,
          ProgramType.KPROBE,
          ProgramType.TRACEPOINT,
          ProgramType.PERF_EVENT,
          ProgramType.RAW_TRACEPOINT);

  private static final Map<String, KfuncDefinition> ROWS = new KfuncTable().rows;

  private final Map<String, KfuncDefinition> rows = new HashMap<>();

  private KfuncTable() {
    common();
    iterators();
    objects();
    tasks();
    cpuMasks();
    packets();
  }

  static Optional<KfuncDefinition> find(String name) {
    return Optional.ofNullable(ROWS.get(name));
  }

  private void add(String name, Set<ProgramType> programs, Flag... flags) {
    rows.put(name, new KfuncDefinition(name, Set.of(flags), programs));
  }

  private void common() {
    add("bpf_cast_to_kern_ctx", ALL);
    add("bpf_rdonly_cast", ALL);
    add("bpf_rcu_read_lock", ALL);
    add("bpf_rcu_read_unlock", ALL);
    add("bpf_preempt_disable", ALL);
    add("bpf_preempt_enable", ALL);
    add("bpf_local_irq_save", ALL);
    add("bpf_local_irq_restore", ALL);
    add("bpf_dynptr_slice", ALL, NULLABLE_RESULT);
    add("bpf_dynptr_slice_rdwr", ALL, NULLABLE_RESULT);
    add("bpf_dynptr_adjust", ALL);
    add("bpf_dynptr_is_null", ALL);
    add("bpf_dynptr_is_rdonly", ALL);
    add("bpf_dynptr_size", ALL);
    add("bpf_dynptr_clone", ALL);
    add("bpf_map_sum_elem_count", ALL);
    add("bpf_get_kmem_cache", ALL);
    add("bpf_wq_init", ALL);
    add("bpf_wq_set_callback_impl", ALL);
    add("bpf_wq_start", ALL);
    add("bpf_copy_from_user_str", ALL, SLEEPABLE);
    add("bpf_copy_from_user_task_str", ALL, SLEEPABLE);
    add("bpf_arena_alloc_pages", ALL, TRUSTED_ARGUMENTS, SLEEPABLE);
    add("bpf_arena_free_pages", ALL, TRUSTED_ARGUMENTS, SLEEPABLE);
    add("bpf_throw", GENERIC);
    add("bpf_res_spin_lock", ALL, NULLABLE_RESULT);
    add("bpf_res_spin_unlock", ALL);
    add("bpf_res_spin_lock_irqsave", ALL, NULLABLE_RESULT);
    add("bpf_res_spin_unlock_irqrestore", ALL);
  }

  private void iterators() {
    add("bpf_iter_num_new", ALL, ITERATOR_NEW);
    add("bpf_iter_num_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_num_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_task_vma_new", ALL, ITERATOR_NEW, RCU_ARGUMENTS);
    add("bpf_iter_task_vma_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_task_vma_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_css_task_new", ALL, ITERATOR_NEW, TRUSTED_ARGUMENTS);
    add("bpf_iter_css_task_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_css_task_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_css_new", ALL, ITERATOR_NEW, TRUSTED_ARGUMENTS, RCU_PROTECTED);
    add("bpf_iter_css_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_css_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_task_new", ALL, ITERATOR_NEW, TRUSTED_ARGUMENTS, RCU_PROTECTED);
    add("bpf_iter_task_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_task_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_bits_new", ALL, ITERATOR_NEW);
    add("bpf_iter_bits_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT);
    add("bpf_iter_bits_destroy", ALL, ITERATOR_DESTROY);
    add("bpf_iter_kmem_cache_new", ALL, ITERATOR_NEW, SLEEPABLE);
    add("bpf_iter_kmem_cache_next", ALL, ITERATOR_NEXT, NULLABLE_RESULT, SLEEPABLE);
    add("bpf_iter_kmem_cache_destroy", ALL, ITERATOR_DESTROY, SLEEPABLE);
  }

  private void objects() {
    add("bpf_obj_new_impl", GENERIC, ACQUIRE, NULLABLE_RESULT);
    add("bpf_percpu_obj_new_impl", GENERIC, ACQUIRE, NULLABLE_RESULT);
    add("bpf_obj_drop_impl", GENERIC, RELEASE);
    add("bpf_percpu_obj_drop_impl", GENERIC, RELEASE);
    add("bpf_refcount_acquire_impl", GENERIC, ACQUIRE, NULLABLE_RESULT, RCU_ARGUMENTS);
    add("bpf_list_push_front_impl", GENERIC);
    add("bpf_list_push_back_impl", GENERIC);
    add("bpf_list_pop_front", GENERIC, ACQUIRE, NULLABLE_RESULT);
    add("bpf_list_pop_back", GENERIC, ACQUIRE, NULLABLE_RESULT);
    add("bpf_rbtree_remove", GENERIC, ACQUIRE, NULLABLE_RESULT);
    add("bpf_rbtree_add_impl", GENERIC);
    add("bpf_rbtree_first", GENERIC, NULLABLE_RESULT);
  }

  private void tasks() {
    add("bpf_task_acquire", TASKS, ACQUIRE, RCU_ARGUMENTS, NULLABLE_RESULT);
    add("bpf_task_release", TASKS, RELEASE);
    add("bpf_task_from_pid", TASKS, ACQUIRE, NULLABLE_RESULT);
    add("bpf_task_from_vpid", TASKS, ACQUIRE, NULLABLE_RESULT);
    add("bpf_task_under_cgroup", TASKS, RCU_ARGUMENTS);
    add("bpf_cgroup_acquire", TASKS, ACQUIRE, RCU_ARGUMENTS, NULLABLE_RESULT);
    add("bpf_cgroup_release", TASKS, RELEASE);
    add("bpf_cgroup_ancestor", TASKS, ACQUIRE, RCU_ARGUMENTS, NULLABLE_RESULT);
    add("bpf_cgroup_from_id", TASKS, ACQUIRE, NULLABLE_RESULT);
    add("bpf_task_get_cgroup1", TASKS, ACQUIRE, RCU_ARGUMENTS, NULLABLE_RESULT);
    add("bpf_lookup_user_key", TRACING, ACQUIRE, NULLABLE_RESULT, SLEEPABLE);
    add("bpf_lookup_system_key", TRACING, ACQUIRE, NULLABLE_RESULT);
    add("bpf_key_put", TRACING, RELEASE);
    add("bpf_session_is_return", TRACING);
    add("bpf_session_cookie", TRACING);
  }

  private void cpuMasks() {
    add("bpf_cpumask_create", TASKS, ACQUIRE, NULLABLE_RESULT);
    add("bpf_cpumask_release", TASKS, RELEASE);
    add("bpf_cpumask_acquire", TASKS, ACQUIRE, TRUSTED_ARGUMENTS);
    for (String name :
        new String[] {
          "first",
          "first_zero",
          "first_and",
          "set_cpu",
          "clear_cpu",
          "test_cpu",
          "test_and_set_cpu",
          "test_and_clear_cpu",
          "setall",
          "clear",
          "and",
          "or",
          "xor",
          "equal",
          "intersects",
          "subset",
          "empty",
          "full",
          "copy",
          "any_distribute",
          "any_and_distribute",
          "weight"
        }) {
      add("bpf_cpumask_" + name, TASKS, RCU_ARGUMENTS);
    }
  }

  private void packets() {
    Set<ProgramType> sockets =
        EnumSet.of(
            ProgramType.SCHED_CLS,
            ProgramType.SCHED_ACT,
            ProgramType.SK_SKB,
            ProgramType.SOCKET_FILTER,
            ProgramType.LWT_OUT,
            ProgramType.LWT_IN,
            ProgramType.LWT_XMIT,
            ProgramType.LWT_SEG6LOCAL,
            ProgramType.NETFILTER,
            ProgramType.CGROUP_SKB,
            ProgramType.TRACING);
    add("bpf_dynptr_from_skb", sockets, TRUSTED_ARGUMENTS);
    add("bpf_dynptr_from_xdp", EnumSet.of(ProgramType.XDP));
    add("bpf_xdp_metadata_rx_timestamp", EnumSet.of(ProgramType.XDP), TRUSTED_ARGUMENTS);
    add("bpf_xdp_metadata_rx_hash", EnumSet.of(ProgramType.XDP), TRUSTED_ARGUMENTS);
    add("bpf_xdp_metadata_rx_vlan_tag", EnumSet.of(ProgramType.XDP), TRUSTED_ARGUMENTS);
  }
}
