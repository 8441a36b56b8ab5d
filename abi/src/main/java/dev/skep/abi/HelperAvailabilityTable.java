package dev.skep.abi;

import static dev.skep.abi.Helper.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The helpers of each program type: the {@code *_func_proto} functions of Linux 6.18 (kernel/bpf,
 * kernel/trace/bpf_trace.c, net/core/filter.c), checked by loading a call of each helper into each
 * type.
 */
final class HelperAvailabilityTable {
  private static final Set<Capability> NO_CAPABILITY = Set.of();
  private static final Set<Capability> BPF = Set.of(Capability.BPF);
  private static final Set<Capability> PERFMON = Set.of(Capability.BPF, Capability.PERFMON);

  private final List<HelperRule> rules = new ArrayList<>();

  private HelperAvailabilityTable() {}

  static List<HelperRule> rules(ProgramType program) {
    HelperAvailabilityTable table = new HelperAvailabilityTable();
    table.add(program);
    return table.rules;
  }

  private void add(ProgramType program) {
    switch (program) {
      case SOCKET_FILTER -> socketFilter();
      case SCHED_CLS, SCHED_ACT -> trafficControl();
      case XDP -> xdp();
      case CGROUP_SKB -> cgroupPacket();
      case CGROUP_SOCK -> cgroupSocket();
      case LWT_IN -> {
        lightweightTunnel();
        allow(LWT_PUSH_ENCAP);
      }
      case LWT_OUT -> lightweightTunnel();
      case LWT_XMIT -> lightweightTransmit();
      case LWT_SEG6LOCAL -> segmentRouting();
      case SOCK_OPS -> socketOperations();
      case SK_SKB -> streamPacket();
      case SK_MSG -> streamMessage();
      case CGROUP_DEVICE -> {
        cgroup();
        base();
      }
      case CGROUP_SOCK_ADDR -> socketAddress();
      case CGROUP_SYSCTL -> sysctl();
      case CGROUP_SOCKOPT -> socketOption();
      case LIRC_MODE2 -> infraredRemote();
      case SK_REUSEPORT -> reuseport();
      case FLOW_DISSECTOR -> {
        socketBase();
        allow(SKB_LOAD_BYTES);
      }
      case SK_LOOKUP -> {
        socketBase();
        allow(PERF_EVENT_OUTPUT, SK_ASSIGN, SK_RELEASE);
      }
      case NETFILTER -> base();
      case KPROBE -> kprobe();
      case TRACEPOINT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> rawTracing();
      case PERF_EVENT -> {
        rawTracing();
        allow(PERF_PROG_READ_VALUE, READ_BRANCH_RECORDS);
      }
      case TRACING -> tracing();
      case LSM -> securityModule();
      case SYSCALL -> syscall();
      case STRUCT_OPS -> structOps();
      case EXT -> {}
    }
  }

  private void allow(Helper... helpers) {
    allowWith(NO_CAPABILITY, helpers);
  }

  private void allowWith(Set<Capability> needs, Helper... helpers) {
    for (Helper each : helpers) {
      rules.add(new HelperRule(each, needs, Set.of(), Optional.empty()));
    }
  }

  private void allowFor(Set<AttachType> attachTypes, Helper... helpers) {
    for (Helper each : helpers) {
      rules.add(new HelperRule(each, NO_CAPABILITY, attachTypes, Optional.empty()));
    }
  }

  private void allowIf(HelperCondition condition, Helper... helpers) {
    for (Helper each : helpers) {
      rules.add(new HelperRule(each, NO_CAPABILITY, Set.of(), Optional.of(condition)));
    }
  }

  private void allowForIf(
      Set<AttachType> attachTypes, HelperCondition condition, Helper... helpers) {
    for (Helper each : helpers) {
      rules.add(new HelperRule(each, NO_CAPABILITY, attachTypes, Optional.of(condition)));
    }
  }

  /** bpf_base_func_proto: what every type but lirc_mode2 may call. */
  private void base() {
    allow(
        MAP_LOOKUP_ELEM,
        MAP_UPDATE_ELEM,
        MAP_DELETE_ELEM,
        KTIME_GET_NS,
        GET_PRANDOM_U32,
        GET_SMP_PROCESSOR_ID,
        TAIL_CALL,
        GET_CURRENT_PID_TGID,
        GET_CURRENT_UID_GID,
        GET_NUMA_NODE_ID,
        MAP_PUSH_ELEM,
        MAP_POP_ELEM,
        MAP_PEEK_ELEM,
        STRTOL,
        STRTOUL,
        GET_NS_CURRENT_PID_TGID,
        KTIME_GET_BOOT_NS,
        RINGBUF_OUTPUT,
        RINGBUF_RESERVE,
        RINGBUF_SUBMIT,
        RINGBUF_DISCARD,
        RINGBUF_QUERY,
        STRNCMP,
        MAP_LOOKUP_PERCPU_ELEM,
        KTIME_GET_TAI_NS);
    allowWith(
        BPF,
        GET_CGROUP_CLASSID,
        CURRENT_TASK_UNDER_CGROUP,
        GET_CURRENT_CGROUP_ID,
        SPIN_LOCK,
        SPIN_UNLOCK,
        JIFFIES64,
        GET_CURRENT_ANCESTOR_CGROUP_ID,
        PER_CPU_PTR,
        THIS_CPU_PTR,
        TASK_STORAGE_GET,
        TASK_STORAGE_DELETE,
        FOR_EACH_MAP_ELEM,
        TIMER_INIT,
        TIMER_SET_CALLBACK,
        TIMER_START,
        TIMER_CANCEL,
        LOOP,
        KPTR_XCHG,
        DYNPTR_FROM_MEM,
        RINGBUF_RESERVE_DYNPTR,
        RINGBUF_SUBMIT_DYNPTR,
        RINGBUF_DISCARD_DYNPTR,
        DYNPTR_READ,
        DYNPTR_WRITE,
        DYNPTR_DATA,
        USER_RINGBUF_DRAIN,
        CGRP_STORAGE_GET,
        CGRP_STORAGE_DELETE);
    allowWith(
        PERFMON,
        TRACE_PRINTK,
        GET_CURRENT_COMM,
        PERF_EVENT_READ,
        GET_CURRENT_TASK,
        PERF_EVENT_READ_VALUE,
        SEND_SIGNAL,
        PROBE_READ_USER,
        PROBE_READ_KERNEL,
        PROBE_READ_USER_STR,
        PROBE_READ_KERNEL_STR,
        SEND_SIGNAL_THREAD,
        GET_TASK_STACK,
        COPY_FROM_USER,
        SNPRINTF_BTF,
        GET_CURRENT_TASK_BTF,
        SNPRINTF,
        TASK_PT_REGS,
        GET_BRANCH_SNAPSHOT,
        TRACE_VPRINTK,
        FIND_VMA,
        COPY_FROM_USER_TASK);
  }

  /** bpf_sk_base_func_proto: networking types. */
  private void socketBase() {
    base();
    allow(KTIME_GET_COARSE_NS);
    allowWith(
        PERFMON,
        SKC_TO_TCP6_SOCK,
        SKC_TO_TCP_SOCK,
        SKC_TO_TCP_TIMEWAIT_SOCK,
        SKC_TO_TCP_REQUEST_SOCK,
        SKC_TO_UDP6_SOCK,
        SKC_TO_UNIX_SOCK,
        SKC_TO_MPTCP_SOCK);
  }

  private void socketFilter() {
    socketBase();
    allow(
        SKB_LOAD_BYTES,
        SKB_LOAD_BYTES_RELATIVE,
        GET_SOCKET_COOKIE,
        GET_NETNS_COOKIE,
        GET_SOCKET_UID,
        PERF_EVENT_OUTPUT);
  }

  private void trafficControl() {
    socketBase();
    allow(
        SKB_LOAD_BYTES,
        SKB_STORE_BYTES,
        L3_CSUM_REPLACE,
        L4_CSUM_REPLACE,
        CLONE_REDIRECT,
        SKB_VLAN_PUSH,
        SKB_VLAN_POP,
        SKB_GET_TUNNEL_KEY,
        SKB_SET_TUNNEL_KEY,
        REDIRECT,
        GET_ROUTE_REALM,
        PERF_EVENT_OUTPUT,
        CSUM_DIFF,
        SKB_GET_TUNNEL_OPT,
        SKB_SET_TUNNEL_OPT,
        SKB_CHANGE_PROTO,
        SKB_CHANGE_TYPE,
        SKB_UNDER_CGROUP,
        GET_HASH_RECALC,
        SKB_CHANGE_TAIL,
        SKB_PULL_DATA,
        CSUM_UPDATE,
        SET_HASH_INVALID,
        SKB_CHANGE_HEAD,
        GET_SOCKET_COOKIE,
        GET_SOCKET_UID,
        SET_HASH,
        SKB_ADJUST_ROOM,
        SKB_GET_XFRM_STATE,
        SKB_LOAD_BYTES_RELATIVE,
        FIB_LOOKUP,
        SKB_CGROUP_ID,
        SKB_ANCESTOR_CGROUP_ID,
        SK_LOOKUP_TCP,
        SK_LOOKUP_UDP,
        SK_RELEASE,
        SK_FULLSOCK,
        TCP_SOCK,
        SKB_ECN_SET_CE,
        GET_LISTENER_SOCK,
        SKC_LOOKUP_TCP,
        TCP_CHECK_SYNCOOKIE,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE,
        TCP_GEN_SYNCOOKIE,
        GET_NETNS_COOKIE,
        SK_ASSIGN,
        CSUM_LEVEL,
        SKB_CGROUP_CLASSID,
        REDIRECT_NEIGH,
        REDIRECT_PEER,
        CHECK_MTU,
        SKB_SET_TSTAMP,
        TCP_RAW_GEN_SYNCOOKIE_IPV4,
        TCP_RAW_GEN_SYNCOOKIE_IPV6,
        TCP_RAW_CHECK_SYNCOOKIE_IPV4,
        TCP_RAW_CHECK_SYNCOOKIE_IPV6);
  }

  private void xdp() {
    socketBase();
    allow(
        REDIRECT,
        PERF_EVENT_OUTPUT,
        CSUM_DIFF,
        XDP_ADJUST_HEAD,
        REDIRECT_MAP,
        XDP_ADJUST_META,
        XDP_ADJUST_TAIL,
        FIB_LOOKUP,
        SK_LOOKUP_TCP,
        SK_LOOKUP_UDP,
        SK_RELEASE,
        SKC_LOOKUP_TCP,
        TCP_CHECK_SYNCOOKIE,
        TCP_GEN_SYNCOOKIE,
        CHECK_MTU,
        XDP_GET_BUFF_LEN,
        XDP_LOAD_BYTES,
        XDP_STORE_BYTES,
        TCP_RAW_GEN_SYNCOOKIE_IPV4,
        TCP_RAW_GEN_SYNCOOKIE_IPV6,
        TCP_RAW_CHECK_SYNCOOKIE_IPV4,
        TCP_RAW_CHECK_SYNCOOKIE_IPV6);
  }

  private void cgroupPacket() {
    socketFilter();
    allow(
        GET_LOCAL_STORAGE,
        SKB_CGROUP_ID,
        SKB_ANCESTOR_CGROUP_ID,
        SK_LOOKUP_TCP,
        SK_LOOKUP_UDP,
        SK_RELEASE,
        SK_FULLSOCK,
        TCP_SOCK,
        SKB_ECN_SET_CE,
        GET_LISTENER_SOCK,
        SKC_LOOKUP_TCP,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE,
        SK_CGROUP_ID,
        SK_ANCESTOR_CGROUP_ID);
  }

  /** What cgroup hooks share that hand a value back to the system call. */
  private void cgroup() {
    allow(PERF_EVENT_OUTPUT, GET_LOCAL_STORAGE, GET_RETVAL, SET_RETVAL);
  }

  private void cgroupSocket() {
    base();
    cgroup();
    allow(GET_SOCKET_COOKIE, GET_NETNS_COOKIE, SK_STORAGE_GET, KTIME_GET_COARSE_NS);
  }

  private void lightweightTunnel() {
    socketBase();
    allow(
        SKB_LOAD_BYTES,
        SKB_PULL_DATA,
        CSUM_DIFF,
        GET_ROUTE_REALM,
        GET_HASH_RECALC,
        PERF_EVENT_OUTPUT,
        SKB_UNDER_CGROUP);
  }

  private void lightweightTransmit() {
    lightweightTunnel();
    allow(
        LWT_PUSH_ENCAP,
        SKB_STORE_BYTES,
        L3_CSUM_REPLACE,
        L4_CSUM_REPLACE,
        CLONE_REDIRECT,
        SKB_GET_TUNNEL_KEY,
        SKB_SET_TUNNEL_KEY,
        REDIRECT,
        SKB_GET_TUNNEL_OPT,
        SKB_SET_TUNNEL_OPT,
        SKB_CHANGE_TAIL,
        CSUM_UPDATE,
        SET_HASH_INVALID,
        SKB_CHANGE_HEAD,
        CSUM_LEVEL);
  }

  private void segmentRouting() {
    lightweightTunnel();
    allow(LWT_SEG6_STORE_BYTES, LWT_SEG6_ACTION, LWT_SEG6_ADJUST_SRH);
  }

  private void socketOperations() {
    socketBase();
    allow(
        PERF_EVENT_OUTPUT,
        GET_LOCAL_STORAGE,
        GET_SOCKET_COOKIE,
        SETSOCKOPT,
        SOCK_MAP_UPDATE,
        GETSOCKOPT,
        SOCK_OPS_CB_FLAGS_SET,
        SOCK_HASH_UPDATE,
        TCP_SOCK,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE,
        GET_NETNS_COOKIE,
        LOAD_HDR_OPT,
        STORE_HDR_OPT,
        RESERVE_HDR_OPT);
  }

  private void streamPacket() {
    socketBase();
    allow(
        SKB_LOAD_BYTES,
        SKB_STORE_BYTES,
        PERF_EVENT_OUTPUT,
        SKB_CHANGE_TAIL,
        SKB_PULL_DATA,
        SKB_CHANGE_HEAD,
        GET_SOCKET_COOKIE,
        GET_SOCKET_UID,
        SKB_ADJUST_ROOM,
        SK_REDIRECT_MAP,
        SK_REDIRECT_HASH,
        SK_LOOKUP_TCP,
        SK_LOOKUP_UDP,
        SK_RELEASE,
        SKC_LOOKUP_TCP);
  }

  private void streamMessage() {
    socketBase();
    allow(
        PERF_EVENT_OUTPUT,
        MSG_REDIRECT_MAP,
        MSG_APPLY_BYTES,
        MSG_CORK_BYTES,
        MSG_PULL_DATA,
        MSG_REDIRECT_HASH,
        MSG_PUSH_DATA,
        MSG_POP_DATA,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE,
        GET_NETNS_COOKIE);
  }

  private void socketAddress() {
    socketBase();
    allow(
        PERF_EVENT_OUTPUT,
        GET_LOCAL_STORAGE,
        GET_SOCKET_COOKIE,
        GET_NETNS_COOKIE,
        SETSOCKOPT,
        GETSOCKOPT,
        SK_LOOKUP_TCP,
        SK_LOOKUP_UDP,
        SK_RELEASE,
        SKC_LOOKUP_TCP,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE);
    allowFor(Set.of(AttachType.CGROUP_INET4_CONNECT, AttachType.CGROUP_INET6_CONNECT), BIND);
    allowFor(
        Set.of(
            AttachType.CGROUP_INET4_BIND,
            AttachType.CGROUP_INET6_BIND,
            AttachType.CGROUP_INET4_CONNECT,
            AttachType.CGROUP_INET6_CONNECT,
            AttachType.CGROUP_UDP4_SENDMSG,
            AttachType.CGROUP_UDP6_SENDMSG,
            AttachType.CGROUP_UNIX_CONNECT,
            AttachType.CGROUP_UNIX_SENDMSG),
        GET_RETVAL,
        SET_RETVAL);
  }

  private void sysctl() {
    base();
    cgroup();
    allow(
        SYSCTL_GET_NAME,
        SYSCTL_GET_CURRENT_VALUE,
        SYSCTL_GET_NEW_VALUE,
        SYSCTL_SET_NEW_VALUE,
        KTIME_GET_COARSE_NS);
  }

  private void socketOption() {
    base();
    cgroup();
    allow(GET_NETNS_COOKIE, SK_STORAGE_GET, SK_STORAGE_DELETE, TCP_SOCK);
    allowFor(Set.of(AttachType.CGROUP_SETSOCKOPT), SETSOCKOPT, GETSOCKOPT);
  }

  private void infraredRemote() {
    allow(
        RC_REPEAT,
        RC_KEYDOWN,
        RC_POINTER_REL,
        MAP_LOOKUP_ELEM,
        MAP_UPDATE_ELEM,
        MAP_DELETE_ELEM,
        MAP_PUSH_ELEM,
        MAP_POP_ELEM,
        MAP_PEEK_ELEM,
        KTIME_GET_NS,
        KTIME_GET_BOOT_NS,
        TAIL_CALL,
        GET_PRANDOM_U32);
    allowWith(PERFMON, TRACE_PRINTK);
  }

  private void reuseport() {
    base();
    allow(
        SK_SELECT_REUSEPORT,
        SKB_LOAD_BYTES,
        SKB_LOAD_BYTES_RELATIVE,
        GET_SOCKET_COOKIE,
        KTIME_GET_COARSE_NS);
  }

  /** bpf_tracing_func_proto and what all tracing types add; they need CAP_PERFMON to load. */
  private void rawTracing() {
    base();
    allow(
        PROBE_READ,
        PROBE_READ_STR,
        PERF_EVENT_OUTPUT,
        GET_STACKID,
        GET_STACK,
        GET_FUNC_IP,
        GET_ATTACH_COOKIE);
    allowIf(HelperCondition.NOT_LOCKED_DOWN, PROBE_WRITE_USER);
  }

  private void kprobe() {
    rawTracing();
    allowIf(HelperCondition.ERROR_INJECTION, OVERRIDE_RETURN);
  }

  /** tracing_prog_func_proto: programs whose context is described by BTF. */
  private void typedTracing() {
    base();
    allow(PROBE_READ, PROBE_READ_STR, PERF_EVENT_OUTPUT, GET_STACKID, GET_STACK, GET_FUNC_IP);
    allowIf(HelperCondition.NOT_LOCKED_DOWN, PROBE_WRITE_USER);
    allow(
        SKB_OUTPUT,
        XDP_OUTPUT,
        SKC_TO_TCP6_SOCK,
        SKC_TO_TCP_SOCK,
        SKC_TO_TCP_TIMEWAIT_SOCK,
        SKC_TO_TCP_REQUEST_SOCK,
        SKC_TO_UDP6_SOCK,
        SKC_TO_UNIX_SOCK,
        SKC_TO_MPTCP_SOCK,
        SOCK_FROM_FILE,
        GET_SOCKET_COOKIE,
        XDP_GET_BUFF_LEN);
    allowIf(HelperCondition.LISTED_HOOK, D_PATH);
  }

  private void tracing() {
    typedTracing();
    Set<AttachType> trampolines =
        Set.of(AttachType.TRACE_FENTRY, AttachType.TRACE_FEXIT, AttachType.MODIFY_RETURN);
    Set<AttachType> iterators = Set.of(AttachType.TRACE_ITER);
    allowIf(HelperCondition.LISTED_HOOK, SK_STORAGE_GET, SK_STORAGE_DELETE);
    allowFor(trampolines, GET_FUNC_ARG, GET_FUNC_RET, GET_FUNC_ARG_CNT);
    allowFor(
        Set.of(
            AttachType.TRACE_RAW_TP,
            AttachType.TRACE_FENTRY,
            AttachType.TRACE_FEXIT,
            AttachType.MODIFY_RETURN),
        GET_ATTACH_COOKIE);
    allowFor(iterators, SEQ_PRINTF, SEQ_WRITE, SEQ_PRINTF_BTF);
    allowForIf(iterators, HelperCondition.TCP_ITERATOR, SETSOCKOPT, GETSOCKOPT);
  }

  private void securityModule() {
    typedTracing();
    Set<AttachType> trampolines = Set.of(AttachType.LSM_MAC);
    Set<AttachType> cgroups = Set.of(AttachType.LSM_CGROUP);
    allow(
        INODE_STORAGE_GET, INODE_STORAGE_DELETE, SK_STORAGE_GET, SK_STORAGE_DELETE, BPRM_OPTS_SET);
    allowIf(HelperCondition.LISTED_HOOK, IMA_INODE_HASH, IMA_FILE_HASH);
    allowFor(trampolines, GET_ATTACH_COOKIE, GET_FUNC_ARG, GET_FUNC_RET, GET_FUNC_ARG_CNT);
    allowFor(cgroups, GET_LOCAL_STORAGE, GET_RETVAL, SET_RETVAL);
    allowForIf(cgroups, HelperCondition.SOCKET_HOOK, SETSOCKOPT, GETSOCKOPT);
  }

  private void syscall() {
    typedTracing();
    allowIf(HelperCondition.LISTED_HOOK, SK_STORAGE_GET, SK_STORAGE_DELETE);
    allowWith(PERFMON, SYS_BPF);
    allow(BTF_FIND_BY_NAME_KIND, SYS_CLOSE, KALLSYMS_LOOKUP_NAME);
  }

  private void structOps() {
    base();
    allowIf(
        HelperCondition.TCP_CONGESTION_CONTROL,
        TCP_SEND_ACK,
        SK_STORAGE_GET,
        SK_STORAGE_DELETE,
        KTIME_GET_COARSE_NS);
    allowIf(HelperCondition.TCP_CONGESTION_CONTROL_BUT_RELEASE, SETSOCKOPT, GETSOCKOPT);
  }
}
