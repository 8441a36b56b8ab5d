package dev.skep.verifier.environment;

/** As whom a program is loaded. */
public enum Privilege {
  /** With CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN. */
  PRIVILEGED,
  /** Without capabilities, where {@code kernel.unprivileged_bpf_disabled} is 0. */
  UNPRIVILEGED
}
