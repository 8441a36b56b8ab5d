package dev.skep.kernel;

import dev.skep.abi.AttachType;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfException;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the test of the guest starts there: each kind of probe, with an event that reaches it. */
final class GuestProbes {
  private static final String FUNCTION = "do_sys_openat2";

  private GuestProbes() {}

  public static void main(String[] arguments) throws IOException {
    ProgramSpec probe = Programs.counting(ProgramType.KPROBE);
    reach("kprobe", probe, new AttachTarget.Kprobe(FUNCTION, 0, false));
    reach("kretprobe", probe, new AttachTarget.Kprobe(FUNCTION, 0, true));
    reach("fentry", function(AttachType.TRACE_FENTRY), new AttachTarget.VerifiedTarget());
    reach("fexit", function(AttachType.TRACE_FEXIT), new AttachTarget.VerifiedTarget());
    ProgramSpec lsm =
        Programs.counting(ProgramType.LSM, 0)
            .expectedAttachType(AttachType.LSM_MAC)
            .attachTarget("file_open")
            .build();
    reach("lsm", lsm, new AttachTarget.VerifiedTarget());
  }

  private static ProgramSpec function(AttachType type) {
    return Programs.counting(ProgramType.TRACING, 0)
        .expectedAttachType(type)
        .attachTarget(FUNCTION)
        .build();
  }

  private static void reach(String kind, ProgramSpec spec, AttachTarget target) throws IOException {
    try (KernelEngine engine = KernelEngine.open()) {
      KernelMap counts = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
      engine.attach(engine.load(spec, Map.of("counts", counts)), target);
      Files.readString(Path.of("/proc/self/comm"));
      long[] value = new long[1];
      counts.lookup(MemorySegment.ofArray(new int[1]), MemorySegment.ofArray(value));
      System.out.println(kind + ": " + (value[0] > 0 ? "reached" : "silent"));
    } catch (BpfException e) {
      System.out.println(kind + ": " + e.getMessage());
    }
  }
}
