package dev.skep.abi;

/** A privilege of Linux (capabilities(7)) that BPF asks for. */
public enum Capability {
  /** Networking: attaching to interfaces, loading network program types. */
  NET_ADMIN(12),
  /** Everything; implies the others that BPF asks for. */
  SYS_ADMIN(21),
  /** Reading the kernel's memory and tracing it (Linux 5.8). */
  PERFMON(38),
  /** Loading programs that unprivileged users may not (Linux 5.8). */
  BPF(39);

  private final int code;

  Capability(int code) {
    this.code = code;
  }

  /** The bit number in the ABI of capset(2). */
  public int code() {
    return code;
  }

  /** The name in linux/capability.h. */
  public String constantName() {
    return "CAP_" + name();
  }
}
