package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Errno;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.RawTracepointAttribute;
import dev.skep.kernel.sys.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Attaches programs to targets. */
final class Attachments {
  private final KernelEngine engine;
  private final Tracefs tracefs;
  private final PerfEvents perfEvents;

  Attachments(KernelEngine engine, Tracefs tracefs) {
    this.engine = engine;
    this.tracefs = tracefs;
    this.perfEvents = new PerfEvents(engine);
  }

  KernelLink attach(KernelProgram program, AttachTarget target) {
    return switch (target) {
      case AttachTarget.Tracepoint tracepoint -> tracepoint(program, tracepoint);
      case AttachTarget.RawTracepoint raw -> rawTracepoint(program, raw);
    };
  }

  private KernelLink tracepoint(KernelProgram program, AttachTarget.Tracepoint target) {
    check(program, target, ProgramType.TRACEPOINT);
    return perfEvents.tracepoint(program, target, id(target));
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

  private KernelLink rawTracepoint(KernelProgram program, AttachTarget.RawTracepoint target) {
    check(program, target, ProgramType.RAW_TRACEPOINT, ProgramType.RAW_TRACEPOINT_WRITABLE);
    long fd;
    try (Arena arena = Arena.ofConfined();
        CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(
          JAVA_LONG, RawTracepointAttribute.NAME, arena.allocateFrom(target.name()).address());
      attribute.set(JAVA_INT, RawTracepointAttribute.PROGRAM_FD, program.descriptor());
      fd =
          Syscall.bpf(
              call, RawTracepointAttribute.COMMAND, attribute, RawTracepointAttribute.BYTES);
    }
    if (Syscall.failed(fd, Errno.ENOENT)) {
      throw new AttachException("no " + target + ": the kernel has no tracepoint of this name");
    }
    if (fd < 0) {
      throw Refusal.of("attach " + program + " to " + target, fd, tracing(), AttachException::new);
    }
    Descriptor link = new Descriptor("link to " + target, (int) fd);
    return new BpfLink(engine, target, program, link, Optional.empty());
  }

  private static Set<Capability> tracing() {
    return EnumSet.of(Capability.BPF, Capability.PERFMON);
  }

  private static void check(KernelProgram program, AttachTarget target, ProgramType... fitting) {
    ProgramType type = program.spec().type();
    if (!Arrays.asList(fitting).contains(type)) {
      throw new AttachException(
          program + " cannot be attached to " + target + ", which takes " + fitting[0].label());
    }
  }
}
