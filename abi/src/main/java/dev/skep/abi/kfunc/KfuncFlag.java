package dev.skep.abi.kfunc;

/** What a kfunc's registration says of it: the {@code KF_} flags of linux/btf.h, as of 6.18. */
public enum KfuncFlag {
  /** Returns a reference that must be released. */
  ACQUIRE(0),
  /** Releases the reference that it is given. */
  RELEASE(1),
  /** Returns a pointer that may be NULL. */
  RET_NULL(2),
  /** Takes only pointers known to be valid. */
  TRUSTED_ARGS(4),
  /** May sleep. */
  SLEEPABLE(5),
  /** Harms the system: asks for CAP_SYS_BOOT. */
  DESTRUCTIVE(6),
  /** Takes pointers that RCU protects, or valid ones. */
  RCU(7),
  /** Begins an iterator. */
  ITER_NEW(8),
  /** Takes the next element of an iterator. */
  ITER_NEXT(9),
  /** Ends an iterator. */
  ITER_DESTROY(10),
  /** Must be called within an RCU read section. */
  RCU_PROTECTED(11),
  /** Clobbers only R0 when the JIT inlines it. */
  FASTCALL(12),
  /** Returns a pointer into an arena. */
  ARENA_RET(13),
  /** Takes a pointer into an arena as its first argument. */
  ARENA_ARG1(14),
  /** Takes a pointer into an arena as its second argument. */
  ARENA_ARG2(15);

  private final int bit;

  KfuncFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit number in the kernel. */
  public int bit() {
    return bit;
  }

  /** The name in linux/btf.h. */
  public String constantName() {
    return "KF_" + name();
  }
}
