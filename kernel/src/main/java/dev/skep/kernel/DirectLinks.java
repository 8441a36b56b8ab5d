package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.AttachType;
import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.LinkCreateAttribute;
import dev.skep.kernel.sys.OpenFiles;
import dev.skep.kernel.sys.RawTracepointAttribute;
import dev.skep.kernel.sys.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Attaches programs by links of the kernel's own, without a perf event. */
final class DirectLinks {
  private static final Set<Capability> TRACING = EnumSet.of(Capability.BPF, Capability.PERFMON);
  private static final Set<Capability> NETWORK = EnumSet.of(Capability.BPF, Capability.NET_ADMIN);

  private final KernelEngine engine;

  DirectLinks(KernelEngine engine) {
    this.engine = engine;
  }

  KernelLink rawTracepoint(KernelProgram program, AttachTarget.RawTracepoint target) {
    try (Arena arena = Arena.ofConfined()) {
      return openRaw(program, target, arena.allocateFrom(target.name()).address());
    }
  }

  /** Where the program was verified against its target, the name is left out. */
  KernelLink verifiedTarget(KernelProgram program, AttachTarget.VerifiedTarget target) {
    return openRaw(program, target, 0);
  }

  private KernelLink openRaw(KernelProgram program, AttachTarget target, long name) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_LONG, RawTracepointAttribute.NAME, name);
      attribute.set(JAVA_INT, RawTracepointAttribute.PROGRAM_FD, program.descriptor());
      long fd =
          Syscall.bpf(call, Command.RAW_TRACEPOINT_OPEN, attribute, RawTracepointAttribute.BYTES);
      if (Syscall.failed(fd, Errno.ENOENT)) {
        throw new AttachException("no " + target + ": the kernel has no tracepoint of this name");
      }
      return link(program, target, fd, TRACING);
    }
  }

  KernelLink iterator(KernelProgram program, AttachTarget.Iterator target) {
    return create(program, target, 0, AttachType.TRACE_ITER, TRACING, _ -> {});
  }

  KernelLink uprobes(KernelProgram program, AttachTarget.UprobeMulti target) {
    try (Arena arena = Arena.ofConfined()) {
      int count = target.probes().size();
      MemorySegment offsets = arena.allocate(JAVA_LONG, count);
      MemorySegment semaphores = arena.allocate(JAVA_LONG, count);
      MemorySegment cookies = arena.allocate(JAVA_LONG, count);
      for (int i = 0; i < count; i++) {
        AttachTarget.UprobeMulti.Probe probe = target.probes().get(i);
        offsets.setAtIndex(JAVA_LONG, i, probe.offset());
        semaphores.setAtIndex(JAVA_LONG, i, probe.semaphore());
        cookies.setAtIndex(JAVA_LONG, i, probe.cookie());
      }
      MemorySegment path = arena.allocateFrom(target.file().toString());
      int flags = target.onReturn() ? LinkCreateAttribute.UPROBE_FLAG_RETURN : 0;
      int process = target.process() == AttachTarget.ANY_PROCESS ? 0 : target.process();
      return create(
          program,
          target,
          0,
          AttachType.TRACE_UPROBE_MULTI,
          TRACING,
          attribute -> {
            attribute.set(JAVA_LONG, LinkCreateAttribute.UPROBE_PATH, path.address());
            attribute.set(JAVA_LONG, LinkCreateAttribute.UPROBE_OFFSETS, offsets.address());
            attribute.set(JAVA_LONG, LinkCreateAttribute.UPROBE_SEMAPHORES, semaphores.address());
            attribute.set(JAVA_LONG, LinkCreateAttribute.UPROBE_COOKIES, cookies.address());
            attribute.set(JAVA_INT, LinkCreateAttribute.UPROBE_COUNT, count);
            attribute.set(JAVA_INT, LinkCreateAttribute.UPROBE_FLAGS, flags);
            attribute.set(JAVA_INT, LinkCreateAttribute.UPROBE_PROCESS, process);
          });
    }
  }

  KernelLink xdp(KernelProgram program, AttachTarget.Xdp target) {
    int flags =
        switch (target.mode()) {
          case BEST -> 0;
          case NATIVE -> LinkCreateAttribute.XDP_FLAG_NATIVE;
          case GENERIC -> LinkCreateAttribute.XDP_FLAG_GENERIC;
        };
    return create(
        program,
        target,
        interfaceIndex(target.networkInterface(), target),
        AttachType.XDP,
        NETWORK,
        attribute -> attribute.set(JAVA_INT, LinkCreateAttribute.FLAGS, flags));
  }

  KernelLink trafficControl(KernelProgram program, AttachTarget.TrafficControl target) {
    int index = interfaceIndex(target.networkInterface(), target);
    AttachType type = target.ingress() ? AttachType.TCX_INGRESS : AttachType.TCX_EGRESS;
    return create(program, target, index, type, NETWORK, _ -> {});
  }

  private static int interfaceIndex(String name, AttachTarget target) {
    long index = OpenFiles.interfaceIndex(name);
    if (index < 0) {
      throw new AttachException(
          "cannot attach to " + target + ": " + name + ": " + Syscall.describe(index));
    }
    return (int) index;
  }

  KernelLink controlGroup(KernelProgram program, AttachTarget.ControlGroup target) {
    return ofFile(program, target, target.folder(), target.hook());
  }

  KernelLink networkNamespace(KernelProgram program, AttachTarget.NetworkNamespace target) {
    return ofFile(program, target, target.file(), target.hook());
  }

  /** The kernel keeps what the descriptor stands for; the descriptor itself is needed no longer. */
  private KernelLink ofFile(
      KernelProgram program, AttachTarget target, Path file, AttachType hook) {
    long fd = OpenFiles.open(file);
    if (fd < 0) {
      throw new AttachException(
          "cannot attach to " + target + ": " + file + ": " + Syscall.describe(fd));
    }
    try (Descriptor open = new Descriptor(file.toString(), (int) fd)) {
      return create(program, target, open.number(), hook, NETWORK, _ -> {});
    }
  }

  KernelLink netfilter(KernelProgram program, AttachTarget.Netfilter target) {
    return create(
        program,
        target,
        0,
        AttachType.NETFILTER,
        NETWORK,
        attribute -> {
          attribute.set(JAVA_INT, LinkCreateAttribute.NETFILTER_FAMILY, target.protocolFamily());
          attribute.set(JAVA_INT, LinkCreateAttribute.NETFILTER_HOOK, target.hook());
          attribute.set(JAVA_INT, LinkCreateAttribute.NETFILTER_PRIORITY, target.priority());
        });
  }

  KernelLink socketMap(KernelProgram program, AttachTarget.SocketMap target) {
    if (!(target.map() instanceof KernelMap map) || map.engine() != engine) {
      throw new AttachException("cannot attach to " + target + ": it belongs to another engine");
    }
    return create(program, target, map.descriptor(), target.hook(), NETWORK, _ -> {});
  }

  private KernelLink create(
      KernelProgram program,
      AttachTarget target,
      int targetNumber,
      AttachType type,
      Set<Capability> needed,
      Consumer<MemorySegment> rest) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, LinkCreateAttribute.PROGRAM_FD, program.descriptor());
      attribute.set(JAVA_INT, LinkCreateAttribute.TARGET, targetNumber);
      attribute.set(JAVA_INT, LinkCreateAttribute.ATTACH_TYPE, type.code());
      rest.accept(attribute);
      long fd = Syscall.bpf(call, Command.LINK_CREATE, attribute, LinkCreateAttribute.BYTES);
      return link(program, target, fd, needed);
    }
  }

  private KernelLink link(
      KernelProgram program, AttachTarget target, long fd, Set<Capability> needed) {
    if (fd < 0) {
      throw Refusal.of("attach " + program + " to " + target, fd, needed, AttachException::new);
    }
    Descriptor descriptor = new Descriptor("link to " + target, (int) fd);
    return new BpfLink(engine, target, program, descriptor, Optional.empty());
  }
}
