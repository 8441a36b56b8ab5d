package dev.skep.verifier.rules;

import dev.skep.abi.AttachType;
import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import org.jspecify.annotations.Nullable;

/** What programs may return, by their type and attach type (check_return_code of Linux 6.18). */
final class ReturnValues {
  private ReturnValues() {}

  /** The range that the result must lie in, or null when any will do. */
  static @Nullable ScalarRange allowed(Subject subject) {
    AttachType attach = subject.spec().expectedAttachType().orElse(null);
    return switch (subject.type()) {
      case CGROUP_SOCK_ADDR -> attach == null ? range(0, 1) : socketAddress(attach);
      case CGROUP_SKB -> attach == AttachType.CGROUP_INET_EGRESS ? range(0, 3) : range(0, 1);
      case CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT -> range(0, 1);
      case SK_LOOKUP, NETFILTER -> range(0, 1);
      case RAW_TRACEPOINT -> null;
      case TRACING -> attach == null ? null : tracing(attach);
      case KPROBE -> attach == AttachType.TRACE_KPROBE_SESSION ? range(0, 1) : null;
      case LSM -> attach == AttachType.LSM_CGROUP ? range(0, 1) : null;
      default -> null;
    };
  }

  private static ScalarRange socketAddress(AttachType attach) {
    return switch (attach) {
      case CGROUP_UDP4_RECVMSG,
          CGROUP_UDP6_RECVMSG,
          CGROUP_UNIX_RECVMSG,
          CGROUP_INET4_GETPEERNAME,
          CGROUP_INET6_GETPEERNAME,
          CGROUP_UNIX_GETPEERNAME,
          CGROUP_INET4_GETSOCKNAME,
          CGROUP_INET6_GETSOCKNAME,
          CGROUP_UNIX_GETSOCKNAME ->
          range(1, 1);
      case CGROUP_INET4_BIND, CGROUP_INET6_BIND -> range(0, 3);
      default -> range(0, 1);
    };
  }

  private static @Nullable ScalarRange tracing(AttachType attach) {
    return switch (attach) {
      case TRACE_FENTRY, TRACE_FEXIT -> range(0, 0);
      case TRACE_ITER -> range(0, 1);
      default -> null;
    };
  }

  static ScalarRange range(long min, long max) {
    return ScalarDomain.LINUX.signedBetween(min, max);
  }
}
