package dev.skep.abi;

/** A condition on a helper that the program type and the attach type alone do not decide. */
public enum HelperCondition {
  /** Only in hooks on the helper's own list of kernel functions. */
  LISTED_HOOK,
  /** Only in LSM hooks that hold a socket, locked or not. */
  SOCKET_HOOK,
  /** Only in programs for {@code struct tcp_congestion_ops}. */
  TCP_CONGESTION_CONTROL,
  /** Only in programs for {@code struct tcp_congestion_ops}, and not in its {@code release}. */
  TCP_CONGESTION_CONTROL_BUT_RELEASE,
  /** Only in iterators over TCP sockets. */
  TCP_ITERATOR,
  /** Only where kernel lockdown does not forbid what it does. */
  NOT_LOCKED_DOWN,
  /** Only in a kernel built with {@code CONFIG_BPF_KPROBE_OVERRIDE}. */
  ERROR_INJECTION
}
