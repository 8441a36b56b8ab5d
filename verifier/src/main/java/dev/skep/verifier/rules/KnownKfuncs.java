package dev.skep.verifier.rules;

import java.util.Set;

/** The kernel functions that do more than their prototype says. */
final class KnownKfuncs {
  /** Their effects on the state are not modelled: programs that call them are refused. */
  private static final Set<String> UNKNOWN_EFFECT =
      Set.of(
          "bpf_obj_new_impl",
          "bpf_percpu_obj_new_impl",
          "bpf_obj_drop_impl",
          "bpf_percpu_obj_drop_impl",
          "bpf_refcount_acquire_impl",
          "bpf_list_push_front_impl",
          "bpf_list_push_back_impl",
          "bpf_list_pop_front",
          "bpf_list_pop_back",
          "bpf_list_front",
          "bpf_list_back",
          "bpf_rbtree_remove",
          "bpf_rbtree_add_impl",
          "bpf_rbtree_first",
          "bpf_rbtree_root",
          "bpf_rbtree_left",
          "bpf_rbtree_right",
          "bpf_throw",
          "bpf_wq_init",
          "bpf_wq_set_callback_impl",
          "bpf_wq_start",
          "bpf_res_spin_lock",
          "bpf_res_spin_unlock",
          "bpf_res_spin_lock_irqsave",
          "bpf_res_spin_unlock_irqrestore",
          "bpf_local_irq_save",
          "bpf_local_irq_restore",
          "bpf_dynptr_clone",
          "bpf_dynptr_from_file",
          "bpf_dynptr_file_discard",
          "bpf_task_work_schedule_signal_impl",
          "bpf_task_work_schedule_resume_impl");

  private KnownKfuncs() {}

  static boolean isUnknownEffect(String name) {
    return UNKNOWN_EFFECT.contains(name)
        || name.startsWith("bpf_task_work_schedule")
        || name.startsWith("bpf_copy_from_user")
        || name.startsWith("bpf_probe_read_");
  }
}
