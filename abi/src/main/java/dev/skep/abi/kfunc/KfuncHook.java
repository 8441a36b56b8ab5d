package dev.skep.abi.kfunc;

import dev.skep.abi.ProgramType;
import java.util.EnumSet;
import java.util.Set;

/** A group of program types that kfuncs are registered for. */
public enum KfuncHook {
  /** All program types. */
  COMMON(EnumSet.allOf(ProgramType.class)),
  XDP(EnumSet.of(ProgramType.XDP)),
  SCHED_CLS(EnumSet.of(ProgramType.SCHED_CLS)),
  SCHED_ACT(EnumSet.of(ProgramType.SCHED_ACT)),
  STRUCT_OPS(EnumSet.of(ProgramType.STRUCT_OPS)),
  TRACING(
      EnumSet.of(
          ProgramType.TRACING, ProgramType.TRACEPOINT, ProgramType.PERF_EVENT, ProgramType.LSM)),
  /** Registered for tracing, but filtered down to LSM programs. */
  LSM(EnumSet.of(ProgramType.LSM)),
  SYSCALL(EnumSet.of(ProgramType.SYSCALL)),
  CGROUP(
      EnumSet.of(
          ProgramType.CGROUP_SKB,
          ProgramType.CGROUP_SOCK,
          ProgramType.CGROUP_DEVICE,
          ProgramType.CGROUP_SOCK_ADDR,
          ProgramType.CGROUP_SOCKOPT,
          ProgramType.CGROUP_SYSCTL,
          ProgramType.SOCK_OPS)),
  SK_SKB(EnumSet.of(ProgramType.SK_SKB)),
  SOCKET_FILTER(EnumSet.of(ProgramType.SOCKET_FILTER)),
  LWT(
      EnumSet.of(
          ProgramType.LWT_IN,
          ProgramType.LWT_OUT,
          ProgramType.LWT_XMIT,
          ProgramType.LWT_SEG6LOCAL)),
  NETFILTER(EnumSet.of(ProgramType.NETFILTER)),
  KPROBE(EnumSet.of(ProgramType.KPROBE));

  private final Set<ProgramType> programs;

  KfuncHook(Set<ProgramType> programs) {
    this.programs = programs;
  }

  /** Whether programs of a type belong to it. */
  public boolean includes(ProgramType program) {
    return programs.contains(program);
  }
}
