package dev.skep.verifier.environment;

import dev.skep.btf.Btf;

/**
 * A field of a map value, or of an object that programs allocate, that the kernel manages.
 *
 * @param kind what it is
 * @param offset its first byte
 * @param size its number of bytes
 * @param btf where the type that it points to is described
 * @param typeId the structure that a pointer field points to; 0 for other kinds
 */
public record SpecialField(Kind kind, int offset, int size, Btf btf, int typeId) {
  /** The kinds of fields ({@code enum btf_field_type}). */
  public enum Kind {
    SPIN_LOCK("bpf_spin_lock"),
    RESILIENT_SPIN_LOCK("bpf_res_spin_lock"),
    TIMER("bpf_timer"),
    WORKQUEUE("bpf_wq"),
    TASK_WORK("bpf_task_work"),
    LIST_HEAD("bpf_list_head"),
    LIST_NODE("bpf_list_node"),
    RB_ROOT("bpf_rb_root"),
    RB_NODE("bpf_rb_node"),
    REFCOUNT("bpf_refcount"),
    KPTR_UNTRUSTED("kptr_untrusted"),
    KPTR("kptr"),
    KPTR_PER_CPU("percpu_kptr"),
    UPTR("uptr");

    private final String typeName;

    Kind(String typeName) {
      this.typeName = typeName;
    }

    /** The name of the structure, or of the type tag for pointers. */
    public String typeName() {
      return typeName;
    }

    /** Whether it is a pointer that plain loads and stores may touch. */
    public boolean isPointer() {
      return this == KPTR_UNTRUSTED || this == KPTR || this == KPTR_PER_CPU || this == UPTR;
    }
  }
}
