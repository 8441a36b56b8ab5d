package dev.skep.kernel;

import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import java.util.Arrays;

/** Attaches programs to targets, after a look at whether their types fit. */
final class Attachments {
  private static final ProgramType[] OF_CONTROL_GROUPS = {
    ProgramType.CGROUP_SKB,
    ProgramType.CGROUP_SOCK,
    ProgramType.CGROUP_DEVICE,
    ProgramType.CGROUP_SOCK_ADDR,
    ProgramType.CGROUP_SYSCTL,
    ProgramType.CGROUP_SOCKOPT,
    ProgramType.SOCK_OPS,
    ProgramType.LSM
  };

  private final Tracefs tracefs;
  private final PerfEvents perfEvents;
  private final DirectLinks direct;

  Attachments(KernelEngine engine, Tracefs tracefs) {
    this.tracefs = tracefs;
    this.perfEvents = new PerfEvents(engine, true);
    this.direct = new DirectLinks(engine);
  }

  KernelLink attach(KernelProgram program, AttachTarget target) {
    check(program, target, fitting(target));
    return switch (target) {
      case AttachTarget.Tracepoint tracepoint ->
          perfEvents.tracepoint(program, tracepoint, id(tracepoint));
      case AttachTarget.RawTracepoint raw -> direct.rawTracepoint(program, raw);
      case AttachTarget.PerfEvent counter -> perfEvents.counter(program, counter);
      case AttachTarget.Kprobe kprobe -> perfEvents.kprobe(program, kprobe);
      case AttachTarget.Uprobe uprobe -> perfEvents.uprobe(program, uprobe);
      case AttachTarget.UprobeMulti uprobes -> direct.uprobes(program, uprobes);
      case AttachTarget.VerifiedTarget verified -> direct.verifiedTarget(program, verified);
      case AttachTarget.Iterator iterator -> direct.iterator(program, iterator);
      case AttachTarget.Xdp xdp -> direct.xdp(program, xdp);
      case AttachTarget.TrafficControl tc -> direct.trafficControl(program, tc);
      case AttachTarget.ControlGroup group -> direct.controlGroup(program, group);
      case AttachTarget.NetworkNamespace netns -> direct.networkNamespace(program, netns);
      case AttachTarget.Netfilter netfilter -> direct.netfilter(program, netfilter);
      case AttachTarget.SocketMap sockets -> direct.socketMap(program, sockets);
      case AttachTarget.Hook hook -> throw hostOnly(hook);
    };
  }

  private static ProgramType[] fitting(AttachTarget target) {
    return switch (target) {
      case AttachTarget.Tracepoint _ -> types(ProgramType.TRACEPOINT);
      case AttachTarget.RawTracepoint _ ->
          types(ProgramType.RAW_TRACEPOINT, ProgramType.RAW_TRACEPOINT_WRITABLE);
      case AttachTarget.PerfEvent _ -> types(ProgramType.PERF_EVENT);
      case AttachTarget.Kprobe _, AttachTarget.Uprobe _, AttachTarget.UprobeMulti _ ->
          types(ProgramType.KPROBE);
      case AttachTarget.VerifiedTarget _ ->
          types(ProgramType.TRACING, ProgramType.LSM, ProgramType.EXT);
      case AttachTarget.Iterator _ -> types(ProgramType.TRACING);
      case AttachTarget.Xdp _ -> types(ProgramType.XDP);
      case AttachTarget.TrafficControl _ -> types(ProgramType.SCHED_CLS);
      case AttachTarget.ControlGroup _ -> OF_CONTROL_GROUPS;
      case AttachTarget.NetworkNamespace _ ->
          types(ProgramType.SK_LOOKUP, ProgramType.FLOW_DISSECTOR);
      case AttachTarget.Netfilter _ -> types(ProgramType.NETFILTER);
      case AttachTarget.SocketMap _ -> types(ProgramType.SK_SKB, ProgramType.SK_MSG);
      case AttachTarget.Hook hook -> throw hostOnly(hook);
    };
  }

  private static AttachException hostOnly(AttachTarget.Hook hook) {
    return new AttachException(hook + ": only the vm engine has hooks that a process defines");
  }

  private static ProgramType[] types(ProgramType... types) {
    return types;
  }

  private static void check(KernelProgram program, AttachTarget target, ProgramType[] fitting) {
    ProgramType type = program.spec().type();
    if (!Arrays.asList(fitting).contains(type)) {
      String labels =
          String.join(
              " or ", Arrays.stream(fitting).map(ProgramType::label).toArray(String[]::new));
      throw new AttachException(
          program + " cannot be attached to " + target + ", which takes type " + labels);
    }
  }

  private int id(AttachTarget.Tracepoint target) {
    String path = "events/" + target.category() + "/" + target.name() + "/id";
    String text =
        tracefs
            .read(path)
            .orElseThrow(() ->
                new AttachException("no " + target + ": " + tracefs.folder() + " lacks " + path));
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new AttachException("no id of " + target + " in \"" + text.strip() + "\"", e);
    }
  }
}
