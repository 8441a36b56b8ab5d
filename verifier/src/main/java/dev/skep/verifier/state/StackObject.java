package dev.skep.verifier.state;

import dev.skep.btf.Btf;

/** An object that the kernel keeps on the program's stack, which the program must not touch. */
public sealed interface StackObject extends Value {

  /**
   * One of the two slots of a dynptr.
   *
   * @param kind what memory it is over
   * @param id tells dynptrs apart: slices are tied to it
   * @param reference the reference it holds, or 0
   * @param first whether this is the slot at the lower offset
   */
  record DynptrSlot(DynptrKind kind, int id, int reference, boolean first) implements StackObject {
    @Override
    public String typeName() {
      return "dynptr_" + kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One of the slots of an open-coded iterator.
   *
   * @param btf the BTF of its type
   * @param typeId the iterator's structure
   * @param reference the reference that is given back by destroying it; 0 but in the first slot
   * @param active whether {@code next} may still give an element, as opposed to drained
   * @param depth how often {@code next} has given an element on this path
   * @param rcuProtected whether its elements are valid only in an RCU section
   */
  record IteratorSlot(
      Btf btf, int typeId, int reference, boolean active, int depth, boolean rcuProtected)
      implements StackObject {
    @Override
    public String typeName() {
      return "iter_" + btf.type(typeId).name();
    }
  }

  /** The saved interrupt flag of {@code bpf_local_irq_save} and the like. */
  record InterruptSlot(int reference, boolean ofLock) implements StackObject {
    @Override
    public String typeName() {
      return "irq_flag";
    }
  }
}
