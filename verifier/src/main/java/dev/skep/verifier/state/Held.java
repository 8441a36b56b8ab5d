package dev.skep.verifier.state;

/**
 * Something that the program holds and must give back before it ends.
 *
 * @param kind what it is
 * @param id the id under which pointers name it
 * @param site the index of the instruction that took it
 * @param owner for locks, the id of the value or object that the lock lies in, else 0
 * @param map for locks, the map that the lock lies in, or an object standing for it
 */
public record Held(Kind kind, int id, int site, int owner, Object map) {
  /** What can be held. */
  public enum Kind {
    /** A reference to an object. */
    REFERENCE,
    /** A {@code bpf_spin_lock}. */
    LOCK,
    /** A {@code bpf_res_spin_lock}. */
    RESILIENT_LOCK,
    /** A {@code bpf_res_spin_lock} with interrupts disabled. */
    RESILIENT_LOCK_IRQ,
    /** Disabled interrupts. */
    INTERRUPTS
  }

  /** Whether it is a lock of any kind. */
  public boolean isLock() {
    return switch (kind) {
      case LOCK, RESILIENT_LOCK, RESILIENT_LOCK_IRQ -> true;
      case REFERENCE, INTERRUPTS -> false;
    };
  }
}
