package dev.skep.abi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A function of the kernel that a program calls by number: {@code enum bpf_func_id} of linux/bpf.h,
 * as of Linux 6.18, which ended the list (new functions are kfuncs).
 *
 * <p>The numbers load with this class; signatures ({@link HelperSignatures}) and who may call what
 * ({@link HelperAvailability}) load only when asked for.
 */
public enum Helper {
  MAP_LOOKUP_ELEM(1, 3, 19),
  MAP_UPDATE_ELEM(2, 3, 19),
  MAP_DELETE_ELEM(3, 3, 19),
  PROBE_READ(4, 4, 1),
  KTIME_GET_NS(5, 4, 1),
  TRACE_PRINTK(6, 4, 1),
  GET_PRANDOM_U32(7, 4, 1),
  GET_SMP_PROCESSOR_ID(8, 4, 1),
  SKB_STORE_BYTES(9, 4, 1),
  L3_CSUM_REPLACE(10, 4, 1),
  L4_CSUM_REPLACE(11, 4, 1),
  TAIL_CALL(12, 4, 2),
  CLONE_REDIRECT(13, 4, 2),
  GET_CURRENT_PID_TGID(14, 4, 2),
  GET_CURRENT_UID_GID(15, 4, 2),
  GET_CURRENT_COMM(16, 4, 2),
  GET_CGROUP_CLASSID(17, 4, 3),
  SKB_VLAN_PUSH(18, 4, 3),
  SKB_VLAN_POP(19, 4, 3),
  SKB_GET_TUNNEL_KEY(20, 4, 3),
  SKB_SET_TUNNEL_KEY(21, 4, 3),
  PERF_EVENT_READ(22, 4, 3),
  REDIRECT(23, 4, 4),
  GET_ROUTE_REALM(24, 4, 4),
  PERF_EVENT_OUTPUT(25, 4, 4),
  SKB_LOAD_BYTES(26, 4, 5),
  GET_STACKID(27, 4, 6),
  CSUM_DIFF(28, 4, 6),
  SKB_GET_TUNNEL_OPT(29, 4, 6),
  SKB_SET_TUNNEL_OPT(30, 4, 6),
  SKB_CHANGE_PROTO(31, 4, 8),
  SKB_CHANGE_TYPE(32, 4, 8),
  SKB_UNDER_CGROUP(33, 4, 8),
  GET_HASH_RECALC(34, 4, 8),
  GET_CURRENT_TASK(35, 4, 8),
  PROBE_WRITE_USER(36, 4, 8),
  CURRENT_TASK_UNDER_CGROUP(37, 4, 9),
  SKB_CHANGE_TAIL(38, 4, 9),
  SKB_PULL_DATA(39, 4, 9),
  CSUM_UPDATE(40, 4, 9),
  SET_HASH_INVALID(41, 4, 9),
  GET_NUMA_NODE_ID(42, 4, 10),
  SKB_CHANGE_HEAD(43, 4, 10),
  XDP_ADJUST_HEAD(44, 4, 10),
  PROBE_READ_STR(45, 4, 11),
  GET_SOCKET_COOKIE(46, 4, 12),
  GET_SOCKET_UID(47, 4, 12),
  SET_HASH(48, 4, 13),
  SETSOCKOPT(49, 4, 13),
  SKB_ADJUST_ROOM(50, 4, 13),
  REDIRECT_MAP(51, 4, 14),
  SK_REDIRECT_MAP(52, 4, 14),
  SOCK_MAP_UPDATE(53, 4, 14),
  XDP_ADJUST_META(54, 4, 15),
  PERF_EVENT_READ_VALUE(55, 4, 15),
  PERF_PROG_READ_VALUE(56, 4, 15),
  GETSOCKOPT(57, 4, 15),
  OVERRIDE_RETURN(58, 4, 16),
  SOCK_OPS_CB_FLAGS_SET(59, 4, 16),
  MSG_REDIRECT_MAP(60, 4, 17),
  MSG_APPLY_BYTES(61, 4, 17),
  MSG_CORK_BYTES(62, 4, 17),
  MSG_PULL_DATA(63, 4, 17),
  BIND(64, 4, 17),
  XDP_ADJUST_TAIL(65, 4, 18),
  SKB_GET_XFRM_STATE(66, 4, 18),
  GET_STACK(67, 4, 18),
  SKB_LOAD_BYTES_RELATIVE(68, 4, 18),
  FIB_LOOKUP(69, 4, 18),
  SOCK_HASH_UPDATE(70, 4, 18),
  MSG_REDIRECT_HASH(71, 4, 18),
  SK_REDIRECT_HASH(72, 4, 18),
  LWT_PUSH_ENCAP(73, 4, 18),
  LWT_SEG6_STORE_BYTES(74, 4, 18),
  LWT_SEG6_ADJUST_SRH(75, 4, 18),
  LWT_SEG6_ACTION(76, 4, 18),
  RC_REPEAT(77, 4, 18),
  RC_KEYDOWN(78, 4, 18),
  SKB_CGROUP_ID(79, 4, 18),
  GET_CURRENT_CGROUP_ID(80, 4, 18),
  GET_LOCAL_STORAGE(81, 4, 19),
  SK_SELECT_REUSEPORT(82, 4, 19),
  SKB_ANCESTOR_CGROUP_ID(83, 4, 19),
  SK_LOOKUP_TCP(84, 4, 20),
  SK_LOOKUP_UDP(85, 4, 20),
  SK_RELEASE(86, 4, 20),
  MAP_PUSH_ELEM(87, 4, 20),
  MAP_POP_ELEM(88, 4, 20),
  MAP_PEEK_ELEM(89, 4, 20),
  MSG_PUSH_DATA(90, 4, 20),
  MSG_POP_DATA(91, 5, 0),
  RC_POINTER_REL(92, 5, 0),
  SPIN_LOCK(93, 5, 1),
  SPIN_UNLOCK(94, 5, 1),
  SK_FULLSOCK(95, 5, 1),
  TCP_SOCK(96, 5, 1),
  SKB_ECN_SET_CE(97, 5, 1),
  GET_LISTENER_SOCK(98, 5, 1),
  SKC_LOOKUP_TCP(99, 5, 2),
  TCP_CHECK_SYNCOOKIE(100, 5, 2),
  SYSCTL_GET_NAME(101, 5, 2),
  SYSCTL_GET_CURRENT_VALUE(102, 5, 2),
  SYSCTL_GET_NEW_VALUE(103, 5, 2),
  SYSCTL_SET_NEW_VALUE(104, 5, 2),
  STRTOL(105, 5, 2),
  STRTOUL(106, 5, 2),
  SK_STORAGE_GET(107, 5, 2),
  SK_STORAGE_DELETE(108, 5, 2),
  SEND_SIGNAL(109, 5, 3),
  TCP_GEN_SYNCOOKIE(110, 5, 4),
  SKB_OUTPUT(111, 5, 5),
  PROBE_READ_USER(112, 5, 5),
  PROBE_READ_KERNEL(113, 5, 5),
  PROBE_READ_USER_STR(114, 5, 5),
  PROBE_READ_KERNEL_STR(115, 5, 5),
  TCP_SEND_ACK(116, 5, 6),
  SEND_SIGNAL_THREAD(117, 5, 6),
  JIFFIES64(118, 5, 6),
  READ_BRANCH_RECORDS(119, 5, 7),
  GET_NS_CURRENT_PID_TGID(120, 5, 7),
  XDP_OUTPUT(121, 5, 7),
  GET_NETNS_COOKIE(122, 5, 7),
  GET_CURRENT_ANCESTOR_CGROUP_ID(123, 5, 7),
  SK_ASSIGN(124, 5, 7),
  KTIME_GET_BOOT_NS(125, 5, 8),
  SEQ_PRINTF(126, 5, 8),
  SEQ_WRITE(127, 5, 8),
  SK_CGROUP_ID(128, 5, 8),
  SK_ANCESTOR_CGROUP_ID(129, 5, 8),
  RINGBUF_OUTPUT(130, 5, 8),
  RINGBUF_RESERVE(131, 5, 8),
  RINGBUF_SUBMIT(132, 5, 8),
  RINGBUF_DISCARD(133, 5, 8),
  RINGBUF_QUERY(134, 5, 8),
  CSUM_LEVEL(135, 5, 8),
  SKC_TO_TCP6_SOCK(136, 5, 9),
  SKC_TO_TCP_SOCK(137, 5, 9),
  SKC_TO_TCP_TIMEWAIT_SOCK(138, 5, 9),
  SKC_TO_TCP_REQUEST_SOCK(139, 5, 9),
  SKC_TO_UDP6_SOCK(140, 5, 9),
  GET_TASK_STACK(141, 5, 9),
  LOAD_HDR_OPT(142, 5, 10),
  STORE_HDR_OPT(143, 5, 10),
  RESERVE_HDR_OPT(144, 5, 10),
  INODE_STORAGE_GET(145, 5, 10),
  INODE_STORAGE_DELETE(146, 5, 10),
  D_PATH(147, 5, 10),
  COPY_FROM_USER(148, 5, 10),
  SNPRINTF_BTF(149, 5, 10),
  SEQ_PRINTF_BTF(150, 5, 10),
  SKB_CGROUP_CLASSID(151, 5, 10),
  REDIRECT_NEIGH(152, 5, 10),
  PER_CPU_PTR(153, 5, 10),
  THIS_CPU_PTR(154, 5, 10),
  REDIRECT_PEER(155, 5, 10),
  TASK_STORAGE_GET(156, 5, 11),
  TASK_STORAGE_DELETE(157, 5, 11),
  GET_CURRENT_TASK_BTF(158, 5, 11),
  BPRM_OPTS_SET(159, 5, 11),
  KTIME_GET_COARSE_NS(160, 5, 11),
  IMA_INODE_HASH(161, 5, 11),
  SOCK_FROM_FILE(162, 5, 11),
  CHECK_MTU(163, 5, 12),
  FOR_EACH_MAP_ELEM(164, 5, 13),
  SNPRINTF(165, 5, 13),
  SYS_BPF(166, 5, 14),
  BTF_FIND_BY_NAME_KIND(167, 5, 14),
  SYS_CLOSE(168, 5, 14),
  TIMER_INIT(169, 5, 15),
  TIMER_SET_CALLBACK(170, 5, 15),
  TIMER_START(171, 5, 15),
  TIMER_CANCEL(172, 5, 15),
  GET_FUNC_IP(173, 5, 15),
  GET_ATTACH_COOKIE(174, 5, 15),
  TASK_PT_REGS(175, 5, 15),
  GET_BRANCH_SNAPSHOT(176, 5, 16),
  TRACE_VPRINTK(177, 5, 16),
  SKC_TO_UNIX_SOCK(178, 5, 16),
  KALLSYMS_LOOKUP_NAME(179, 5, 16),
  FIND_VMA(180, 5, 17),
  LOOP(181, 5, 17),
  STRNCMP(182, 5, 17),
  GET_FUNC_ARG(183, 5, 17),
  GET_FUNC_RET(184, 5, 17),
  GET_FUNC_ARG_CNT(185, 5, 17),
  GET_RETVAL(186, 5, 18),
  SET_RETVAL(187, 5, 18),
  XDP_GET_BUFF_LEN(188, 5, 18),
  XDP_LOAD_BYTES(189, 5, 18),
  XDP_STORE_BYTES(190, 5, 18),
  COPY_FROM_USER_TASK(191, 5, 18),
  SKB_SET_TSTAMP(192, 5, 18),
  IMA_FILE_HASH(193, 5, 18),
  KPTR_XCHG(194, 5, 19),
  MAP_LOOKUP_PERCPU_ELEM(195, 5, 19),
  SKC_TO_MPTCP_SOCK(196, 5, 19),
  DYNPTR_FROM_MEM(197, 5, 19),
  RINGBUF_RESERVE_DYNPTR(198, 5, 19),
  RINGBUF_SUBMIT_DYNPTR(199, 5, 19),
  RINGBUF_DISCARD_DYNPTR(200, 5, 19),
  DYNPTR_READ(201, 5, 19),
  DYNPTR_WRITE(202, 5, 19),
  DYNPTR_DATA(203, 5, 19),
  TCP_RAW_GEN_SYNCOOKIE_IPV4(204, 6, 0),
  TCP_RAW_GEN_SYNCOOKIE_IPV6(205, 6, 0),
  TCP_RAW_CHECK_SYNCOOKIE_IPV4(206, 6, 0),
  TCP_RAW_CHECK_SYNCOOKIE_IPV6(207, 6, 0),
  KTIME_GET_TAI_NS(208, 6, 1),
  USER_RINGBUF_DRAIN(209, 6, 1),
  CGRP_STORAGE_GET(210, 6, 2),
  CGRP_STORAGE_DELETE(211, 6, 2);

  private static final Helper[] ALL = values();

  private final int id;
  private final int sinceMajor;
  private final int sinceMinor;

  Helper(int id, int sinceMajor, int sinceMinor) {
    this.id = id;
    this.sinceMajor = sinceMajor;
    this.sinceMinor = sinceMinor;
  }

  /** The number that the call instruction carries as its immediate. */
  public int id() {
    return id;
  }

  /** The number in the ABI, as other constants name it; the same as {@link #id()}. */
  public int code() {
    return id;
  }

  /** The name without its prefix: {@code map_lookup_elem}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name in C: {@code bpf_map_lookup_elem}. */
  public String functionName() {
    return "bpf_" + label();
  }

  /** The name in linux/bpf.h: {@code BPF_FUNC_map_lookup_elem}. */
  public String constantName() {
    return "BPF_FUNC_" + label();
  }

  /** The kernel that introduced it. */
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }

  /** What it takes and returns where no program type says otherwise. */
  public HelperSignature signature() {
    return HelperSignatures.of(this);
  }

  /** The helper with a number, or empty when 6.18 has none. */
  public static Optional<Helper> of(int id) {
    return id >= 1 && id <= ALL.length ? Optional.of(ALL[id - 1]) : Optional.empty();
  }

  /** The helper with a name, with or without {@code bpf_}, or empty when this table has none. */
  public static Optional<Helper> ofLabel(String label) {
    String bare = label.startsWith("bpf_") ? label.substring(4) : label;
    return Optional.ofNullable(Names.BY_LABEL.get(bare));
  }

  /** Kept apart so that a program which never asks by name never builds it. */
  private static final class Names {
    static final Map<String, Helper> BY_LABEL = index();

    private static Map<String, Helper> index() {
      Map<String, Helper> index = HashMap.newHashMap(ALL.length);
      for (Helper each : ALL) {
        index.put(each.label(), each);
      }
      return index;
    }
  }
}
