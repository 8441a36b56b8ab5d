package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.KernelVersion;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.UnsupportedException;
import dev.skep.engine.VerifierException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.ProgramLoadAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Loads one program. The first try keeps no log, since writing one makes verification several times
 * slower; a rejected program is loaded again for its log.
 */
final class ProgramLoader {
  /** {@code BPF_LOG_LEVEL1}: the path to the error. */
  private static final int LOG_PATH = 1;

  /** {@code BPF_LOG_LEVEL2}: every instruction's state. */
  private static final int LOG_STATES = 2;

  /** {@code BPF_LOG_STATS}. */
  private static final int LOG_STATISTICS = 4;

  private static final int FIRST_LOG_BYTES = 1 << 20;

  /** Beyond this, only the log's end is kept, which Linux 6.4 and later keep by themselves. */
  private static final int LAST_LOG_BYTES = 1 << 24;

  /** The verifier gives up with EAGAIN when a signal is pending. */
  private static final int TRIES = 5;

  private final KernelEngine engine;
  private final ProgramSpec spec;
  private final LoadOptions options;

  ProgramLoader(KernelEngine engine, ProgramSpec spec, LoadOptions options) {
    this.engine = engine;
    this.spec = spec;
    this.options = options;
  }

  KernelProgram load(Map<String, BpfMap> maps) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attribute = attribute(maps, arena);
      int level =
          switch (options.log()) {
            case ON_REJECTION -> 0;
            case STATISTICS -> LOG_STATISTICS;
            case STATES -> LOG_STATES | LOG_STATISTICS;
          };
      Attempt attempt = attempt(attribute, level);
      if (attempt.result < 0 && level != LOG_STATES) {
        attempt = attempt(attribute, LOG_PATH);
      }
      if (attempt.result < 0) {
        throw failure(attempt);
      }
      Descriptor descriptor = new Descriptor("program " + spec.name(), (int) attempt.result);
      return new KernelProgram(engine, spec, descriptor, attempt.log);
    }
  }

  private MemorySegment attribute(Map<String, BpfMap> maps, Arena arena) {
    MemorySegment image = ProgramImage.of(spec, maps, engine, arena);
    MemorySegment attribute = arena.allocate(ProgramLoadAttribute.BYTES, 8);
    attribute.set(JAVA_INT, ProgramLoadAttribute.TYPE, spec.type().code());
    attribute.set(JAVA_INT, ProgramLoadAttribute.INSTRUCTION_COUNT, spec.code().slots());
    attribute.set(JAVA_LONG, ProgramLoadAttribute.INSTRUCTIONS, image.address());
    attribute.set(
        JAVA_LONG, ProgramLoadAttribute.LICENSE, arena.allocateFrom(spec.license()).address());
    attribute.set(JAVA_INT, ProgramLoadAttribute.KERNEL_VERSION, kernelVersion());
    attribute.set(JAVA_INT, ProgramLoadAttribute.FLAGS, spec.flags());
    ObjectName.write(attribute, ProgramLoadAttribute.NAME, spec.name());
    attribute.set(
        JAVA_INT,
        ProgramLoadAttribute.EXPECTED_ATTACH_TYPE,
        AttachPoint.number(spec, engine.types()));
    attribute.set(
        JAVA_INT, ProgramLoadAttribute.ATTACH_BTF_ID, AttachPoint.typeId(spec, engine.types()));
    ProgramTypes.describe(spec, engine.types(), attribute, arena);
    return attribute;
  }

  /** Kernels before 5.0 compare it for programs of type kprobe; later ones ignore it. */
  private static int kernelVersion() {
    return KernelVersion.parse(System.getProperty("os.version")).code();
  }

  /** What one bpf(2) gave. */
  private record Attempt(long result, String log) {}

  /** Loads with a log buffer that grows until the log fits. */
  private Attempt attempt(MemorySegment attribute, int level) {
    long bytes = level == 0 ? 0 : FIRST_LOG_BYTES;
    while (true) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment log = arena.allocate(bytes);
        attribute.set(JAVA_INT, ProgramLoadAttribute.LOG_LEVEL, level);
        attribute.set(JAVA_INT, ProgramLoadAttribute.LOG_SIZE, (int) bytes);
        attribute.set(JAVA_LONG, ProgramLoadAttribute.LOG_BUFFER, level == 0 ? 0 : log.address());
        attribute.set(JAVA_INT, ProgramLoadAttribute.LOG_TRUE_SIZE, 0);
        long result = call(attribute);
        if (!Syscall.failed(result, Errno.ENOSPC) || level == 0 || bytes == LAST_LOG_BYTES) {
          return new Attempt(result, level == 0 ? "" : text(log));
        }
        int whole = attribute.get(JAVA_INT, ProgramLoadAttribute.LOG_TRUE_SIZE);
        bytes = Math.min(LAST_LOG_BYTES, Math.max(bytes * 4, Integer.toUnsignedLong(whole)));
      }
    }
  }

  private static long call(MemorySegment attribute) {
    try (CallMemory call = CallMemory.take()) {
      long result = -1;
      for (int i = 0; i < TRIES; i++) {
        result = Syscall.bpf(call, Command.PROG_LOAD, attribute, ProgramLoadAttribute.BYTES);
        if (!Syscall.failed(result, Errno.EAGAIN)) {
          break;
        }
      }
      return result;
    }
  }

  private static String text(MemorySegment log) {
    long end = 0;
    while (end < log.byteSize() && log.get(java.lang.foreign.ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] bytes = new byte[(int) end];
    MemorySegment.copy(log, 0, MemorySegment.ofArray(bytes), 0, end);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private BpfException failure(Attempt attempt) {
    String name = "program " + spec.name() + " (" + spec.type().label() + ")";
    if (!attempt.log.isBlank()) {
      return new VerifierException(
          name + " rejected: " + VerifierLog.cause(attempt.log, spec), attempt.log);
    }
    if (Syscall.failed(attempt.result, Errno.E2BIG)) {
      return new VerifierException(
          name
              + " rejected: it has instructions="
              + spec.code().slots()
              + ", the kernel takes 1 to 1000000, or 4096 without CAP_BPF",
          "");
    }
    return Refusal.of(
        "load " + name,
        attempt.result,
        needed(),
        line ->
            new UnsupportedException(
                line
                    + "; the kernel refused before verification: it may lack this program type"
                    + spec.expectedAttachType()
                        .map(each -> " or attach type " + each.label())
                        .orElse("")
                    + (spec.flags() == 0
                        ? ""
                        : " or flags=0x" + Integer.toHexString(spec.flags()))));
  }

  private Set<Capability> needed() {
    return switch (spec.type()) {
      case SOCKET_FILTER, CGROUP_SKB, SYSCALL -> EnumSet.of(Capability.BPF);
      case KPROBE,
          TRACEPOINT,
          PERF_EVENT,
          RAW_TRACEPOINT,
          RAW_TRACEPOINT_WRITABLE,
          TRACING,
          LSM,
          EXT ->
          EnumSet.of(Capability.BPF, Capability.PERFMON);
      case SCHED_CLS,
          SCHED_ACT,
          XDP,
          CGROUP_SOCK,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          SOCK_OPS,
          SK_SKB,
          CGROUP_DEVICE,
          SK_MSG,
          CGROUP_SOCK_ADDR,
          LWT_SEG6LOCAL,
          LIRC_MODE2,
          SK_REUSEPORT,
          FLOW_DISSECTOR,
          CGROUP_SYSCTL,
          CGROUP_SOCKOPT,
          STRUCT_OPS,
          SK_LOOKUP,
          NETFILTER ->
          EnumSet.of(Capability.BPF, Capability.NET_ADMIN);
    };
  }
}
