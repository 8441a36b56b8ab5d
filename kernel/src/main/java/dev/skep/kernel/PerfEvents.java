package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.AttachType;
import dev.skep.abi.Capability;
import dev.skep.abi.Errno;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.LinkCreateAttribute;
import dev.skep.kernel.sys.PerfEventAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.kernel.sys.SystemCall;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Attaches programs to perf events: by a link, or by ioctl(2) where the kernel has no such link.
 */
final class PerfEvents {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.PERFMON);
  private static final int ANY_PROCESS = -1;
  private static final int NO_GROUP = -1;

  private final KernelEngine engine;

  PerfEvents(KernelEngine engine) {
    this.engine = engine;
  }

  /**
   * Attaches to a tracepoint by its id. The event is opened on one CPU, but programs belong to the
   * tracepoint itself: they run on every CPU.
   */
  KernelLink tracepoint(KernelProgram program, AttachTarget target, int id) {
    Descriptor event;
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, PerfEventAttribute.TYPE, PerfEventAttribute.TRACEPOINT);
      attribute.set(JAVA_INT, PerfEventAttribute.SIZE, PerfEventAttribute.BYTES);
      attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG, id);
      attribute.set(JAVA_LONG, PerfEventAttribute.SAMPLE_PERIOD, 1);
      event = open(call, attribute, target, ANY_PROCESS, 0);
    }
    return attach(program, target, event);
  }

  private static Descriptor open(
      CallMemory call, MemorySegment attribute, AttachTarget target, int pid, int cpu) {
    long fd =
        Syscall.call(
            call,
            SystemCall.PERF_EVENT_OPEN,
            attribute.address(),
            pid,
            cpu,
            NO_GROUP,
            PerfEventAttribute.CLOSE_ON_EXEC,
            0);
    if (fd < 0) {
      throw Refusal.of("open a perf event for " + target, fd, NEEDED, AttachException::new);
    }
    return new Descriptor("the perf event of " + target, (int) fd);
  }

  private KernelLink attach(KernelProgram program, AttachTarget target, Descriptor event) {
    try {
      long link = createLink(program, event);
      // Kernels before 5.15 know no such link and say EINVAL.
      if (Syscall.failed(link, Errno.EINVAL)) {
        control(event, PerfEventAttribute.IOCTL_SET_BPF, program.descriptor(), program, target);
        control(event, PerfEventAttribute.IOCTL_ENABLE, 0, program, target);
        return new PerfEventLink(engine, target, program, event);
      }
      if (link < 0) {
        throw failure(program, target, link);
      }
      Descriptor linked = new Descriptor("link to " + target, (int) link);
      BpfLink made = new BpfLink(engine, target, program, linked, Optional.of(event));
      long enabled =
          Syscall.call(SystemCall.IOCTL, event.number(), PerfEventAttribute.IOCTL_ENABLE, 0);
      if (enabled < 0) {
        made.close();
        throw failure(program, target, enabled);
      }
      return made;
    } catch (BpfException e) {
      event.close();
      throw e;
    }
  }

  private static long createLink(KernelProgram program, Descriptor event) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, LinkCreateAttribute.PROGRAM_FD, program.descriptor());
      attribute.set(JAVA_INT, LinkCreateAttribute.TARGET, event.number());
      attribute.set(JAVA_INT, LinkCreateAttribute.ATTACH_TYPE, AttachType.PERF_EVENT.code());
      return Syscall.bpf(call, LinkCreateAttribute.COMMAND, attribute, LinkCreateAttribute.BYTES);
    }
  }

  private static void control(
      Descriptor event, int request, long argument, KernelProgram program, AttachTarget target) {
    long result = Syscall.call(SystemCall.IOCTL, event.number(), request, argument);
    if (result < 0) {
      throw failure(program, target, result);
    }
  }

  private static BpfException failure(KernelProgram program, AttachTarget target, long result) {
    return Refusal.of("attach " + program + " to " + target, result, NEEDED, AttachException::new);
  }
}
