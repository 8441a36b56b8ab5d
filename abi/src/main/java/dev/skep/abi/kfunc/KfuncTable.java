package dev.skep.abi.kfunc;

import static dev.skep.abi.kfunc.KfuncFlag.*;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The kfuncs of Linux 6.18. Who may call which, and which may sleep, was found by loading a call of
 * each into each program type; other flags are facts of the kernel's BTF_ID_FLAGS lists.
 */
final class KfuncTable {
  private final Map<String, Kfunc> rows = new TreeMap<>();

  private KfuncTable() {}

  static Map<String, Kfunc> build() {
    KfuncTable table = new KfuncTable();
    table.everywhere();
    table.generic();
    table.structOpsTracingSyscall();
    table.structOps();
    table.xdpSchedCls();
    table.lsm();
    table.xdp();
    table.structOpsSyscall();
    table.tracing();
    table.others();
    return Collections.unmodifiableMap(table.rows);
  }

  private static Set<KfuncHook> hooks(KfuncHook... hooks) {
    return Set.of(hooks);
  }

  private void add(String name, Set<KfuncHook> hooks, KfuncFlag... flags) {
    rows.put(name, new Kfunc(name, Set.of(flags), hooks));
  }

  private void everywhere() {
    Set<KfuncHook> hooks = hooks(KfuncHook.COMMON);
    add("__bpf_trap", hooks);
    add("bpf_arena_alloc_pages", hooks, ARENA_ARG2, ARENA_RET, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_arena_free_pages", hooks, ARENA_ARG2, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_arena_reserve_pages", hooks, ARENA_ARG2, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_cast_to_kern_ctx", hooks);
    add("bpf_cgroup_read_xattr", hooks, RCU);
    add("bpf_copy_from_user_dynptr", hooks, SLEEPABLE);
    add("bpf_copy_from_user_str", hooks, SLEEPABLE);
    add("bpf_copy_from_user_str_dynptr", hooks, SLEEPABLE);
    add("bpf_copy_from_user_task_dynptr", hooks, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_copy_from_user_task_str", hooks, SLEEPABLE);
    add("bpf_copy_from_user_task_str_dynptr", hooks, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_dynptr_adjust", hooks);
    add("bpf_dynptr_clone", hooks);
    add("bpf_dynptr_copy", hooks);
    add("bpf_dynptr_is_null", hooks);
    add("bpf_dynptr_is_rdonly", hooks);
    add("bpf_dynptr_memset", hooks);
    add("bpf_dynptr_size", hooks);
    add("bpf_dynptr_slice", hooks, RET_NULL);
    add("bpf_dynptr_slice_rdwr", hooks, RET_NULL);
    add("bpf_get_kmem_cache", hooks);
    add("bpf_iter_bits_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_bits_new", hooks, ITER_NEW);
    add("bpf_iter_bits_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_iter_css_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_css_new", hooks, ITER_NEW, RCU_PROTECTED, TRUSTED_ARGS);
    add("bpf_iter_css_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_iter_css_task_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_css_task_new", hooks, ITER_NEW, TRUSTED_ARGS);
    add("bpf_iter_css_task_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_iter_dmabuf_destroy", hooks, ITER_DESTROY, SLEEPABLE);
    add("bpf_iter_dmabuf_new", hooks, ITER_NEW, SLEEPABLE);
    add("bpf_iter_dmabuf_next", hooks, ITER_NEXT, RET_NULL, SLEEPABLE);
    add("bpf_iter_kmem_cache_destroy", hooks, ITER_DESTROY, SLEEPABLE);
    add("bpf_iter_kmem_cache_new", hooks, ITER_NEW, SLEEPABLE);
    add("bpf_iter_kmem_cache_next", hooks, ITER_NEXT, RET_NULL, SLEEPABLE);
    add("bpf_iter_num_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_num_new", hooks, ITER_NEW);
    add("bpf_iter_num_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_iter_task_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_task_new", hooks, ITER_NEW, RCU_PROTECTED, TRUSTED_ARGS);
    add("bpf_iter_task_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_iter_task_vma_destroy", hooks, ITER_DESTROY);
    add("bpf_iter_task_vma_new", hooks, ITER_NEW, RCU);
    add("bpf_iter_task_vma_next", hooks, ITER_NEXT, RET_NULL);
    add("bpf_local_irq_restore", hooks);
    add("bpf_local_irq_save", hooks);
    add("bpf_map_sum_elem_count", hooks, TRUSTED_ARGS);
    add("bpf_modify_return_test_tp", hooks);
    add("bpf_preempt_disable", hooks);
    add("bpf_preempt_enable", hooks);
    add("bpf_probe_read_kernel_dynptr", hooks);
    add("bpf_probe_read_kernel_str_dynptr", hooks);
    add("bpf_probe_read_user_dynptr", hooks);
    add("bpf_probe_read_user_str_dynptr", hooks);
    add("bpf_rcu_read_lock", hooks);
    add("bpf_rcu_read_unlock", hooks);
    add("bpf_rdonly_cast", hooks);
    add("bpf_res_spin_lock", hooks, RET_NULL);
    add("bpf_res_spin_lock_irqsave", hooks, RET_NULL);
    add("bpf_res_spin_unlock", hooks);
    add("bpf_res_spin_unlock_irqrestore", hooks);
    add("bpf_strcasecmp", hooks);
    add("bpf_strchr", hooks);
    add("bpf_strchrnul", hooks);
    add("bpf_strcmp", hooks);
    add("bpf_strcspn", hooks);
    add("bpf_stream_vprintk_impl", hooks, TRUSTED_ARGS);
    add("bpf_strlen", hooks);
    add("bpf_strnchr", hooks);
    add("bpf_strnlen", hooks);
    add("bpf_strnstr", hooks);
    add("bpf_strrchr", hooks);
    add("bpf_strspn", hooks);
    add("bpf_strstr", hooks);
    add("bpf_task_work_schedule_resume_impl", hooks, TRUSTED_ARGS);
    add("bpf_task_work_schedule_signal_impl", hooks, TRUSTED_ARGS);
    add("bpf_wq_init", hooks);
    add("bpf_wq_set_callback_impl", hooks);
    add("bpf_wq_start", hooks);
    add("bpf_xdp_metadata_rx_hash", hooks, TRUSTED_ARGS);
    add("bpf_xdp_metadata_rx_timestamp", hooks, TRUSTED_ARGS);
    add("bpf_xdp_metadata_rx_vlan_tag", hooks, TRUSTED_ARGS);
  }

  private void generic() {
    Set<KfuncHook> hooks =
        hooks(
            KfuncHook.XDP,
            KfuncHook.SCHED_CLS,
            KfuncHook.STRUCT_OPS,
            KfuncHook.TRACING,
            KfuncHook.SYSCALL,
            KfuncHook.CGROUP);
    add("bpf_cgroup_acquire", hooks, ACQUIRE, RCU, RET_NULL);
    add("bpf_cgroup_ancestor", hooks, ACQUIRE, RCU, RET_NULL);
    add("bpf_cgroup_from_id", hooks, ACQUIRE, RET_NULL);
    add("bpf_cgroup_release", hooks, RELEASE);
    add("bpf_key_put", hooks, RELEASE);
    add("bpf_list_back", hooks, RET_NULL);
    add("bpf_list_front", hooks, RET_NULL);
    add("bpf_list_pop_back", hooks, ACQUIRE, RET_NULL);
    add("bpf_list_pop_front", hooks, ACQUIRE, RET_NULL);
    add("bpf_list_push_back_impl", hooks);
    add("bpf_list_push_front_impl", hooks);
    add("bpf_lookup_system_key", hooks, ACQUIRE, RET_NULL);
    add("bpf_lookup_user_key", hooks, ACQUIRE, RET_NULL, SLEEPABLE);
    add("bpf_obj_drop_impl", hooks, RELEASE);
    add("bpf_obj_new_impl", hooks, ACQUIRE, RET_NULL);
    add("bpf_percpu_obj_drop_impl", hooks, RELEASE);
    add("bpf_percpu_obj_new_impl", hooks, ACQUIRE, RET_NULL);
    add("bpf_rbtree_add_impl", hooks);
    add("bpf_rbtree_first", hooks, RET_NULL);
    add("bpf_rbtree_left", hooks, RET_NULL);
    add("bpf_rbtree_remove", hooks, ACQUIRE, RET_NULL);
    add("bpf_rbtree_right", hooks, RET_NULL);
    add("bpf_rbtree_root", hooks, RET_NULL);
    add("bpf_refcount_acquire_impl", hooks, ACQUIRE, RCU, RET_NULL);
    add("bpf_send_signal_task", hooks, TRUSTED_ARGS);
    add("bpf_task_acquire", hooks, ACQUIRE, RCU, RET_NULL);
    add("bpf_task_from_pid", hooks, ACQUIRE, RET_NULL);
    add("bpf_task_from_vpid", hooks, ACQUIRE, RET_NULL);
    add("bpf_task_get_cgroup1", hooks, ACQUIRE, RCU, RET_NULL);
    add("bpf_task_release", hooks, RELEASE);
    add("bpf_task_under_cgroup", hooks, RCU);
    add("bpf_throw", hooks);
    add("crash_kexec", hooks, DESTRUCTIVE);
  }

  private void structOpsTracingSyscall() {
    Set<KfuncHook> hooks = hooks(KfuncHook.STRUCT_OPS, KfuncHook.TRACING, KfuncHook.SYSCALL);
    add("bpf_cpumask_acquire", hooks, ACQUIRE, TRUSTED_ARGS);
    add("bpf_cpumask_and", hooks, RCU);
    add("bpf_cpumask_any_and_distribute", hooks, RCU);
    add("bpf_cpumask_any_distribute", hooks, RCU);
    add("bpf_cpumask_clear", hooks, RCU);
    add("bpf_cpumask_clear_cpu", hooks, RCU);
    add("bpf_cpumask_copy", hooks, RCU);
    add("bpf_cpumask_create", hooks, ACQUIRE, RET_NULL);
    add("bpf_cpumask_empty", hooks, RCU);
    add("bpf_cpumask_equal", hooks, RCU);
    add("bpf_cpumask_first", hooks, RCU);
    add("bpf_cpumask_first_and", hooks, RCU);
    add("bpf_cpumask_first_zero", hooks, RCU);
    add("bpf_cpumask_full", hooks, RCU);
    add("bpf_cpumask_intersects", hooks, RCU);
    add("bpf_cpumask_or", hooks, RCU);
    add("bpf_cpumask_populate", hooks, RCU);
    add("bpf_cpumask_release", hooks, RELEASE);
    add("bpf_cpumask_set_cpu", hooks, RCU);
    add("bpf_cpumask_setall", hooks, RCU);
    add("bpf_cpumask_subset", hooks, RCU);
    add("bpf_cpumask_test_and_clear_cpu", hooks, RCU);
    add("bpf_cpumask_test_and_set_cpu", hooks, RCU);
    add("bpf_cpumask_test_cpu", hooks, RCU);
    add("bpf_cpumask_weight", hooks, RCU);
    add("bpf_cpumask_xor", hooks, RCU);
  }

  private void structOps() {
    Set<KfuncHook> hooks = hooks(KfuncHook.STRUCT_OPS);
    add("bbr_cwnd_event", hooks);
    add("bbr_init", hooks);
    add("bbr_main", hooks);
    add("bbr_min_tso_segs", hooks);
    add("bbr_set_state", hooks);
    add("bbr_sndbuf_expand", hooks);
    add("bbr_ssthresh", hooks);
    add("bbr_undo_cwnd", hooks);
    add("cubictcp_acked", hooks);
    add("cubictcp_cong_avoid", hooks);
    add("cubictcp_cwnd_event", hooks);
    add("cubictcp_init", hooks);
    add("cubictcp_recalc_ssthresh", hooks);
    add("cubictcp_state", hooks);
    add("hid_bpf_get_data", hooks, RET_NULL);
    add("hid_bpf_try_input_report", hooks);
    add("tcp_cong_avoid_ai", hooks);
    add("tcp_reno_cong_avoid", hooks);
    add("tcp_reno_ssthresh", hooks);
    add("tcp_reno_undo_cwnd", hooks);
    add("tcp_slow_start", hooks);
  }

  private void xdpSchedCls() {
    Set<KfuncHook> hooks = hooks(KfuncHook.XDP, KfuncHook.SCHED_CLS);
    add("bpf_ct_change_status", hooks, TRUSTED_ARGS);
    add("bpf_ct_change_timeout", hooks, TRUSTED_ARGS);
    add("bpf_ct_insert_entry", hooks, ACQUIRE, RELEASE, RET_NULL);
    add("bpf_ct_release", hooks, RELEASE);
    add("bpf_ct_set_nat_info", hooks, TRUSTED_ARGS);
    add("bpf_ct_set_status", hooks, TRUSTED_ARGS);
    add("bpf_ct_set_timeout", hooks, TRUSTED_ARGS);
    add("bpf_skb_ct_alloc", hooks, ACQUIRE, RET_NULL);
    add("bpf_skb_ct_lookup", hooks, ACQUIRE, RET_NULL);
    add("bpf_xdp_ct_alloc", hooks, ACQUIRE, RET_NULL);
    add("bpf_xdp_ct_lookup", hooks, ACQUIRE, RET_NULL);
  }

  private void lsm() {
    Set<KfuncHook> hooks = hooks(KfuncHook.LSM);
    add("bpf_get_dentry_xattr", hooks, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_get_file_xattr", hooks, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_get_task_exe_file", hooks, ACQUIRE, RET_NULL, TRUSTED_ARGS);
    add("bpf_path_d_path", hooks, TRUSTED_ARGS);
    add("bpf_put_file", hooks, RELEASE);
    add("bpf_remove_dentry_xattr", hooks, SLEEPABLE, TRUSTED_ARGS);
    add("bpf_set_dentry_xattr", hooks, SLEEPABLE, TRUSTED_ARGS);
  }

  private void xdp() {
    Set<KfuncHook> hooks = hooks(KfuncHook.XDP);
    add("bpf_dynptr_from_xdp", hooks);
    add("bpf_xdp_flow_lookup", hooks, RET_NULL, TRUSTED_ARGS);
    add("bpf_xdp_get_xfrm_state", hooks, ACQUIRE, RET_NULL);
    add("bpf_xdp_pull_data", hooks);
    add("bpf_xdp_xfrm_state_release", hooks, RELEASE);
  }

  private void structOpsSyscall() {
    Set<KfuncHook> hooks = hooks(KfuncHook.STRUCT_OPS, KfuncHook.SYSCALL);
    add("hid_bpf_allocate_context", hooks, ACQUIRE, RET_NULL);
    add("hid_bpf_hw_output_report", hooks);
    add("hid_bpf_hw_request", hooks);
    add("hid_bpf_input_report", hooks);
    add("hid_bpf_release_context", hooks, RELEASE);
  }

  private void tracing() {
    Set<KfuncHook> hooks = hooks(KfuncHook.TRACING);
    add("bpf_sock_destroy", hooks, TRUSTED_ARGS);
    add("bpf_verify_pkcs7_signature", hooks, SLEEPABLE);
    add("css_rstat_flush", hooks, SLEEPABLE);
    add("css_rstat_updated", hooks);
  }

  private void others() {
    add("bpf_crypto_ctx_acquire", hooks(KfuncHook.SYSCALL), ACQUIRE, RCU, RET_NULL);
    add("bpf_crypto_ctx_create", hooks(KfuncHook.SYSCALL), ACQUIRE, RET_NULL, SLEEPABLE);
    add("bpf_crypto_ctx_release", hooks(KfuncHook.SYSCALL), RELEASE);
    add("bpf_sk_assign_tcp_reqsk", hooks(KfuncHook.SCHED_CLS), TRUSTED_ARGS);
    add("bpf_skb_get_fou_encap", hooks(KfuncHook.SCHED_CLS));
    add("bpf_skb_set_fou_encap", hooks(KfuncHook.SCHED_CLS));
    add("bpf_crypto_decrypt", hooks(KfuncHook.XDP, KfuncHook.SCHED_CLS, KfuncHook.SCHED_ACT), RCU);
    add("bpf_crypto_encrypt", hooks(KfuncHook.XDP, KfuncHook.SCHED_CLS, KfuncHook.SCHED_ACT), RCU);
    add(
        "bpf_kfunc_call_memb_release",
        hooks(KfuncHook.SCHED_CLS, KfuncHook.TRACING, KfuncHook.SYSCALL),
        RELEASE);
    add(
        "bpf_kfunc_call_test_release",
        hooks(KfuncHook.SCHED_CLS, KfuncHook.TRACING, KfuncHook.SYSCALL),
        RELEASE);
    add("bpf_session_cookie", hooks(KfuncHook.KPROBE));
    add("bpf_session_is_return", hooks(KfuncHook.KPROBE));
    add("bpf_sock_addr_set_sun_path", hooks(KfuncHook.CGROUP));
    add("bpf_sock_ops_enable_tx_tstamp", hooks(KfuncHook.CGROUP), TRUSTED_ARGS);
    add(
        "bpf_dynptr_from_skb",
        hooks(
            KfuncHook.SOCKET_FILTER,
            KfuncHook.SCHED_CLS,
            KfuncHook.SCHED_ACT,
            KfuncHook.TRACING,
            KfuncHook.CGROUP,
            KfuncHook.SK_SKB,
            KfuncHook.LWT,
            KfuncHook.NETFILTER),
        TRUSTED_ARGS);
    add("bpf_dynptr_from_skb_meta", hooks(KfuncHook.SCHED_CLS, KfuncHook.SCHED_ACT), TRUSTED_ARGS);
  }
}
