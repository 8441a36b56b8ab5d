package dev.skep.verifier.state;

/** What qualifies a pointer: {@code enum bpf_type_flag}, as bits of {@link Pointer#flags()}. */
public final class PointerFlag {
  /** May be NULL. */
  public static final int NULLABLE = 1;

  /** May only be read. */
  public static final int READ_ONLY = 1 << 1;

  /** A ring buffer reservation. */
  public static final int RINGBUF = 1 << 2;

  /** Memory of user space. */
  public static final int USER = 1 << 3;

  /** A per-CPU variable: not followed directly. */
  public static final int PER_CPU = 1 << 4;

  /** May dangle: reads are checked at run time, helpers refuse it. */
  public static final int UNTRUSTED = 1 << 5;

  /** Valid while the program runs. */
  public static final int TRUSTED = 1 << 6;

  /** Valid in the read-side critical section of RCU. */
  public static final int RCU = 1 << 7;

  /** An object that the program allocated. */
  public static final int ALLOCATED = 1 << 8;

  /** A member of a list or tree that the program does not own. */
  public static final int NON_OWNING = 1 << 9;

  private static final String[] PREFIXES = {
    "",
    "rdonly_",
    "ringbuf_",
    "user_",
    "percpu_",
    "untrusted_",
    "trusted_",
    "rcu_",
    "alloc_",
    "non_own_"
  };

  private PointerFlag() {}

  static String prefix(int flags) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < PREFIXES.length; bit++) {
      if ((flags & 1 << bit) != 0) {
        text.append(PREFIXES[bit]);
      }
    }
    return text.toString();
  }
}
