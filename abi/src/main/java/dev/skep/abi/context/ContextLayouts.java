package dev.skep.abi.context;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import java.util.Optional;
import java.util.Set;

/** Which context a program of a type and an attach type has. */
final class ContextLayouts {
  private static final Set<AttachType> IPV4 =
      Set.of(
          AttachType.CGROUP_INET4_BIND,
          AttachType.CGROUP_INET4_CONNECT,
          AttachType.CGROUP_INET4_GETPEERNAME,
          AttachType.CGROUP_INET4_GETSOCKNAME,
          AttachType.CGROUP_UDP4_SENDMSG,
          AttachType.CGROUP_UDP4_RECVMSG);
  private static final Set<AttachType> IPV6 =
      Set.of(
          AttachType.CGROUP_INET6_BIND,
          AttachType.CGROUP_INET6_CONNECT,
          AttachType.CGROUP_INET6_GETPEERNAME,
          AttachType.CGROUP_INET6_GETSOCKNAME,
          AttachType.CGROUP_UDP6_SENDMSG,
          AttachType.CGROUP_UDP6_RECVMSG);
  private static final Set<AttachType> SENDS =
      Set.of(AttachType.CGROUP_UDP4_SENDMSG, AttachType.CGROUP_UDP6_SENDMSG);

  private ContextLayouts() {}

  static ContextLayout of(ProgramType program, Optional<AttachType> attach) {
    return switch (program) {
      case SOCKET_FILTER -> PacketContexts.socketFilter();
      case SCHED_CLS, SCHED_ACT -> PacketContexts.trafficControl();
      case CGROUP_SKB -> PacketContexts.cgroup();
      case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> PacketContexts.lightweightTunnel();
      case SK_SKB -> PacketContexts.stream();
      case FLOW_DISSECTOR -> PacketContexts.flowDissector();
      case XDP -> PacketContexts.xdp(attach.equals(Optional.of(AttachType.XDP_DEVMAP)));
      case NETFILTER -> PacketContexts.netfilter();
      case SOCK_OPS -> SocketContexts.operations();
      case SK_MSG -> SocketContexts.message();
      case SK_REUSEPORT -> SocketContexts.reuseport();
      case SK_LOOKUP -> SocketContexts.lookup();
      case CGROUP_SOCK -> CgroupContexts.socket(attach.orElse(AttachType.CGROUP_INET_SOCK_CREATE));
      case CGROUP_SOCK_ADDR ->
          attach.isPresent() ? address(attach.get()) : CgroupContexts.address(0, false);
      case CGROUP_DEVICE -> CgroupContexts.device();
      case CGROUP_SYSCTL -> CgroupContexts.sysctl();
      case CGROUP_SOCKOPT ->
          CgroupContexts.option(attach.equals(Optional.of(AttachType.CGROUP_SETSOCKOPT)));
      case KPROBE -> TracingContexts.registers();
      case PERF_EVENT -> TracingContexts.perfEvent();
      case TRACEPOINT -> TracingContexts.record();
      case RAW_TRACEPOINT -> TracingContexts.rawTracepoint();
      case RAW_TRACEPOINT_WRITABLE -> TracingContexts.writableTracepoint();
      case TRACING, LSM, EXT, STRUCT_OPS -> TracingContexts.typedArguments();
      case SYSCALL -> TracingContexts.memory();
      case LIRC_MODE2 -> TracingContexts.infraredSample();
    };
  }

  private static ContextLayout address(AttachType attach) {
    int version = IPV4.contains(attach) ? 4 : IPV6.contains(attach) ? 6 : 0;
    return CgroupContexts.address(version, SENDS.contains(attach));
  }
}
