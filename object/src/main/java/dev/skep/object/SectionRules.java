package dev.skep.object;

import static dev.skep.object.SectionRule.Match.EXACT;
import static dev.skep.object.SectionRule.Match.TARGET;
import static dev.skep.object.SectionRule.Trait.FRAGMENTS;
import static dev.skep.object.SectionRule.Trait.KERNEL_TARGET;
import static dev.skep.object.SectionRule.Trait.SLEEPABLE;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import dev.skep.object.SectionRule.Match;
import dev.skep.object.SectionRule.Trait;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section names that programs may have, as data (libbpf's documentation, "Program Types and ELF
 * Sections").
 */
final class SectionRules {
  /**
   * The first rule that applies decides, so a longer name stands before a shorter one that would
   * match it too.
   */
  static final List<SectionRule> ALL =
      List.of(
          rule("socket", EXACT, ProgramType.SOCKET_FILTER, null),
          rule(
              "sk_reuseport/migrate",
              EXACT,
              ProgramType.SK_REUSEPORT,
              AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE),
          rule("sk_reuseport", EXACT, ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT),
          rule("kprobe", TARGET, ProgramType.KPROBE, null),
          rule("uprobe", TARGET, ProgramType.KPROBE, null),
          rule("uprobe.s", TARGET, ProgramType.KPROBE, null, SLEEPABLE),
          rule("kretprobe", TARGET, ProgramType.KPROBE, null),
          rule("uretprobe", TARGET, ProgramType.KPROBE, null),
          rule("uretprobe.s", TARGET, ProgramType.KPROBE, null, SLEEPABLE),
          rule("kprobe.multi", TARGET, ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
          rule("kretprobe.multi", TARGET, ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
          rule("kprobe.session", TARGET, ProgramType.KPROBE, AttachType.TRACE_KPROBE_SESSION),
          rule("uprobe.multi", TARGET, ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
          rule("uretprobe.multi", TARGET, ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
          rule("uprobe.session", TARGET, ProgramType.KPROBE, AttachType.TRACE_UPROBE_SESSION),
          rule(
              "uprobe.multi.s",
              TARGET,
              ProgramType.KPROBE,
              AttachType.TRACE_UPROBE_MULTI,
              SLEEPABLE),
          rule(
              "uretprobe.multi.s",
              TARGET,
              ProgramType.KPROBE,
              AttachType.TRACE_UPROBE_MULTI,
              SLEEPABLE),
          rule(
              "uprobe.session.s",
              TARGET,
              ProgramType.KPROBE,
              AttachType.TRACE_UPROBE_SESSION,
              SLEEPABLE),
          rule("ksyscall", TARGET, ProgramType.KPROBE, null),
          rule("kretsyscall", TARGET, ProgramType.KPROBE, null),
          rule("usdt", TARGET, ProgramType.KPROBE, null),
          rule("usdt.s", TARGET, ProgramType.KPROBE, null, SLEEPABLE),
          rule("tc/ingress", EXACT, ProgramType.SCHED_CLS, AttachType.TCX_INGRESS),
          rule("tc/egress", EXACT, ProgramType.SCHED_CLS, AttachType.TCX_EGRESS),
          rule("tcx/ingress", EXACT, ProgramType.SCHED_CLS, AttachType.TCX_INGRESS),
          rule("tcx/egress", EXACT, ProgramType.SCHED_CLS, AttachType.TCX_EGRESS),
          rule("tc", EXACT, ProgramType.SCHED_CLS, null),
          rule("classifier", EXACT, ProgramType.SCHED_CLS, null),
          rule("action", EXACT, ProgramType.SCHED_ACT, null),
          rule("netkit/primary", EXACT, ProgramType.SCHED_CLS, AttachType.NETKIT_PRIMARY),
          rule("netkit/peer", EXACT, ProgramType.SCHED_CLS, AttachType.NETKIT_PEER),
          rule("tracepoint", TARGET, ProgramType.TRACEPOINT, null),
          rule("tp", TARGET, ProgramType.TRACEPOINT, null),
          rule("raw_tracepoint", TARGET, ProgramType.RAW_TRACEPOINT, null),
          rule("raw_tp", TARGET, ProgramType.RAW_TRACEPOINT, null),
          rule("raw_tracepoint.w", TARGET, ProgramType.RAW_TRACEPOINT_WRITABLE, null),
          rule("raw_tp.w", TARGET, ProgramType.RAW_TRACEPOINT_WRITABLE, null),
          rule("tp_btf", TARGET, ProgramType.TRACING, AttachType.TRACE_RAW_TP, KERNEL_TARGET),
          rule("fentry", TARGET, ProgramType.TRACING, AttachType.TRACE_FENTRY, KERNEL_TARGET),
          rule("fmod_ret", TARGET, ProgramType.TRACING, AttachType.MODIFY_RETURN, KERNEL_TARGET),
          rule("fexit", TARGET, ProgramType.TRACING, AttachType.TRACE_FEXIT, KERNEL_TARGET),
          rule(
              "fentry.s",
              TARGET,
              ProgramType.TRACING,
              AttachType.TRACE_FENTRY,
              KERNEL_TARGET,
              SLEEPABLE),
          rule(
              "fmod_ret.s",
              TARGET,
              ProgramType.TRACING,
              AttachType.MODIFY_RETURN,
              KERNEL_TARGET,
              SLEEPABLE),
          rule(
              "fexit.s",
              TARGET,
              ProgramType.TRACING,
              AttachType.TRACE_FEXIT,
              KERNEL_TARGET,
              SLEEPABLE),
          rule("freplace", TARGET, ProgramType.EXT, null, KERNEL_TARGET),
          rule("lsm", TARGET, ProgramType.LSM, AttachType.LSM_MAC, KERNEL_TARGET),
          rule("lsm.s", TARGET, ProgramType.LSM, AttachType.LSM_MAC, KERNEL_TARGET, SLEEPABLE),
          rule("lsm_cgroup", TARGET, ProgramType.LSM, AttachType.LSM_CGROUP, KERNEL_TARGET),
          rule("iter", TARGET, ProgramType.TRACING, AttachType.TRACE_ITER, KERNEL_TARGET),
          rule(
              "iter.s",
              TARGET,
              ProgramType.TRACING,
              AttachType.TRACE_ITER,
              KERNEL_TARGET,
              SLEEPABLE),
          rule("syscall", EXACT, ProgramType.SYSCALL, null, SLEEPABLE),
          rule("xdp.frags/devmap", EXACT, ProgramType.XDP, AttachType.XDP_DEVMAP, FRAGMENTS),
          rule("xdp/devmap", EXACT, ProgramType.XDP, AttachType.XDP_DEVMAP),
          rule("xdp.frags/cpumap", EXACT, ProgramType.XDP, AttachType.XDP_CPUMAP, FRAGMENTS),
          rule("xdp/cpumap", EXACT, ProgramType.XDP, AttachType.XDP_CPUMAP),
          rule("xdp.frags", EXACT, ProgramType.XDP, AttachType.XDP, FRAGMENTS),
          rule("xdp", EXACT, ProgramType.XDP, AttachType.XDP),
          rule("perf_event", EXACT, ProgramType.PERF_EVENT, null),
          rule("lwt_in", EXACT, ProgramType.LWT_IN, null),
          rule("lwt_out", EXACT, ProgramType.LWT_OUT, null),
          rule("lwt_xmit", EXACT, ProgramType.LWT_XMIT, null),
          rule("lwt_seg6local", EXACT, ProgramType.LWT_SEG6LOCAL, null),
          rule("sockops", EXACT, ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS),
          rule("sk_skb/stream_parser", EXACT, ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_PARSER),
          rule(
              "sk_skb/stream_verdict", EXACT, ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_VERDICT),
          rule("sk_skb/verdict", EXACT, ProgramType.SK_SKB, AttachType.SK_SKB_VERDICT),
          rule("sk_skb", EXACT, ProgramType.SK_SKB, null),
          rule("sk_msg", EXACT, ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT),
          rule("lirc_mode2", EXACT, ProgramType.LIRC_MODE2, AttachType.LIRC_MODE2),
          rule("flow_dissector", EXACT, ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR),
          rule("cgroup_skb/ingress", EXACT, ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS),
          rule("cgroup_skb/egress", EXACT, ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS),
          rule("cgroup/skb", EXACT, ProgramType.CGROUP_SKB, null),
          rule(
              "cgroup/sock_create",
              EXACT,
              ProgramType.CGROUP_SOCK,
              AttachType.CGROUP_INET_SOCK_CREATE),
          rule(
              "cgroup/sock_release",
              EXACT,
              ProgramType.CGROUP_SOCK,
              AttachType.CGROUP_INET_SOCK_RELEASE),
          rule("cgroup/sock", EXACT, ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE),
          rule(
              "cgroup/post_bind4",
              EXACT,
              ProgramType.CGROUP_SOCK,
              AttachType.CGROUP_INET4_POST_BIND),
          rule(
              "cgroup/post_bind6",
              EXACT,
              ProgramType.CGROUP_SOCK,
              AttachType.CGROUP_INET6_POST_BIND),
          address("bind4", AttachType.CGROUP_INET4_BIND),
          address("bind6", AttachType.CGROUP_INET6_BIND),
          address("connect4", AttachType.CGROUP_INET4_CONNECT),
          address("connect6", AttachType.CGROUP_INET6_CONNECT),
          address("connect_unix", AttachType.CGROUP_UNIX_CONNECT),
          address("sendmsg4", AttachType.CGROUP_UDP4_SENDMSG),
          address("sendmsg6", AttachType.CGROUP_UDP6_SENDMSG),
          address("sendmsg_unix", AttachType.CGROUP_UNIX_SENDMSG),
          address("recvmsg4", AttachType.CGROUP_UDP4_RECVMSG),
          address("recvmsg6", AttachType.CGROUP_UDP6_RECVMSG),
          address("recvmsg_unix", AttachType.CGROUP_UNIX_RECVMSG),
          address("getpeername4", AttachType.CGROUP_INET4_GETPEERNAME),
          address("getpeername6", AttachType.CGROUP_INET6_GETPEERNAME),
          address("getpeername_unix", AttachType.CGROUP_UNIX_GETPEERNAME),
          address("getsockname4", AttachType.CGROUP_INET4_GETSOCKNAME),
          address("getsockname6", AttachType.CGROUP_INET6_GETSOCKNAME),
          address("getsockname_unix", AttachType.CGROUP_UNIX_GETSOCKNAME),
          rule("cgroup/sysctl", EXACT, ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL),
          rule(
              "cgroup/getsockopt", EXACT, ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_GETSOCKOPT),
          rule(
              "cgroup/setsockopt", EXACT, ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT),
          rule("cgroup/dev", EXACT, ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE),
          rule("struct_ops", TARGET, ProgramType.STRUCT_OPS, null),
          rule("struct_ops.s", TARGET, ProgramType.STRUCT_OPS, null, SLEEPABLE),
          rule("sk_lookup", EXACT, ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP),
          rule("netfilter", EXACT, ProgramType.NETFILTER, AttachType.NETFILTER));

  private SectionRules() {}

  /**
   * The rule for a section's name without its leading {@code ?}; empty when the name says nothing.
   */
  static Optional<SectionRule> find(String section) {
    for (SectionRule rule : ALL) {
      if (rule.applies(section)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static SectionRule rule(
      String pattern,
      Match match,
      ProgramType type,
      @Nullable AttachType attachType,
      Trait... traits) {
    return new SectionRule(pattern, match, type, attachType, Set.of(traits));
  }

  private static SectionRule address(String name, AttachType attachType) {
    return rule("cgroup/" + name, EXACT, ProgramType.CGROUP_SOCK_ADDR, attachType);
  }
}
