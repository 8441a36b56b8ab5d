package dev.skep.vm.helper;

import dev.skep.abi.Helper;
import java.util.List;

/** Why helpers are missing here, by what they work on. */
final class Refusals {
  /** A reason, and what in a helper's name stands for it. */
  private record Reason(String why, List<String> parts) {}

  private static final List<Reason> REASONS =
      List.of(
          new Reason(
              "it takes stacks, which neither a recording nor the host has", List.of("STACK")),
          new Reason(
              "it works on a kernel's tasks",
              List.of(
                  "CURRENT_TASK",
                  "TASK_PT_REGS",
                  "FIND_VMA",
                  "SIGNAL",
                  "PID_TGID",
                  "COPY_FROM_USER")),
          new Reason(
              "it works on control groups of a kernel",
              List.of("CGROUP", "CGRP", "SYSCTL", "GET_LOCAL_STORAGE", "RETVAL")),
          new Reason(
              "it works on a kernel's sockets",
              List.of(
                  "SK_", "SOCK", "TCP", "SKC_", "MSG_", "SYNCOOKIE", "BIND", "LISTENER", "NETNS")),
          new Reason(
              "it needs a kernel's routes and tunnels",
              List.of("FIB_LOOKUP", "TUNNEL", "LWT", "ROUTE", "NEIGH", "XFRM", "CLONE_REDIRECT")),
          new Reason(
              "it reads a kernel's counters",
              List.of("PERF_EVENT_READ", "PERF_PROG_READ", "BRANCH")),
          new Reason("it writes a kernel's file", List.of("SEQ_", "D_PATH", "SNPRINTF_BTF")),
          new Reason("it is a system call", List.of("SYS_", "KALLSYMS", "BTF_FIND")),
          new Reason("it reads a kernel's variables", List.of("PER_CPU_PTR", "THIS_CPU_PTR")),
          new Reason(
              "it changes what a kernel does",
              List.of("OVERRIDE", "PROBE_WRITE", "RC_", "IMA_", "BPRM", "STORE_HDR", "HDR_OPT")),
          new Reason(
              "timers and exchanged kernel objects need BTF of the map's value",
              List.of("TIMER_", "KPTR_")),
          new Reason("it reads a traced function's registers", List.of("FUNC_", "GET_ARG")));

  private Refusals() {}

  static String reason(int id) {
    return Helper.of(id).map(Refusals::reason).orElse("Linux 6.18 has no such helper");
  }

  private static String reason(Helper helper) {
    return REASONS.stream()
        .filter(each -> each.parts().stream().anyMatch(helper.name()::contains))
        .findFirst()
        .map(Reason::why)
        .orElse("it works on what only a kernel has");
  }
}
