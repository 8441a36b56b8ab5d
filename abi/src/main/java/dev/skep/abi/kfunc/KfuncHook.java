package dev.skep.abi.kfunc;

import dev.skep.abi.ProgramType;
import java.util.Set;

/** A group of program types that kfuncs are registered for. */
public enum KfuncHook {
  /** All program types. */
  COMMON(Set.of(ProgramType.values())),
  XDP(Set.of(ProgramType.XDP)),
  SCHED_CLS(Set.of(ProgramType.SCHED_CLS)),
  SCHED_ACT(Set.of(ProgramType.SCHED_ACT)),
  STRUCT_OPS(Set.of(ProgramType.STRUCT_OPS)),
  TRACING(
      Set.of(ProgramType.TRACING, ProgramType.TRACEPOINT, ProgramType.PERF_EVENT, ProgramType.LSM)),
  /** Registered for tracing, but filtered down to LSM programs. */
  LSM(Set.of(ProgramType.LSM)),
  SYSCALL(Set.of(ProgramType.SYSCALL)),
  CGROUP(
      Set.of(
          ProgramType.CGROUP_SKB,
          ProgramType.CGROUP_SOCK,
          ProgramType.CGROUP_DEVICE,
          ProgramType.CGROUP_SOCK_ADDR,
          ProgramType.CGROUP_SOCKOPT,
          ProgramType.CGROUP_SYSCTL,
          ProgramType.SOCK_OPS)),
  SK_SKB(Set.of(ProgramType.SK_SKB)),
  SOCKET_FILTER(Set.of(ProgramType.SOCKET_FILTER)),
  LWT(
      Set.of(
          ProgramType.LWT_IN,
          ProgramType.LWT_OUT,
          ProgramType.LWT_XMIT,
          ProgramType.LWT_SEG6LOCAL)),
  NETFILTER(Set.of(ProgramType.NETFILTER)),
  KPROBE(Set.of(ProgramType.KPROBE));

  private final Set<ProgramType> programs;

  KfuncHook(Set<ProgramType> programs) {
    this.programs = programs;
  }

  /** Whether programs of a type belong to it. */
  public boolean includes(ProgramType program) {
    return programs.contains(program);
  }
}
