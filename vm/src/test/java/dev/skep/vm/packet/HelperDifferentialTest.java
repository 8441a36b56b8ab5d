package dev.skep.vm.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.ProgramType;
import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.VerifierException;
import dev.skep.kernel.KernelEngine;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import dev.skep.vm.VmEngine;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chains of helper calls on packets give in this engine what they give in the kernel. */
final class HelperDifferentialTest {
  private static final int PROGRAMS = Integer.getInteger("skep.chains", 150);
  private static final int PACKETS = 8;
  private static final long SEED = Long.getLong("skep.seed", 20251122);

  @ParameterizedTest
  @EnumSource(
      value = ProgramType.class,
      names = {"XDP", "SCHED_CLS", "SOCKET_FILTER", "CGROUP_SKB", "LWT_XMIT"})
  void helpersReturnAndDoWhatTheKernelsDo(ProgramType type) {
    Requires.kernel();
    int loaded = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = SEED + i;
      loaded += compare(type, seed) ? 1 : 0;
    }
    assertTrue(loaded > PROGRAMS / 2, "of " + PROGRAMS + " programs loaded=" + loaded);
  }

  private static boolean compare(ProgramType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ProgramSpec spec = HelperChains.of(random, type);
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().build()) {
      Program theirs;
      try {
        theirs = kernel.load(spec, Map.of());
      } catch (VerifierException _) {
        return false;
      }
      Program ours = vm.load(spec, Map.of());
      for (int i = 0; i < PACKETS; i++) {
        RunInput input = input(type, random);
        assertEquals(
            Outcome.of(theirs, input),
            Outcome.of(ours, input),
            () -> "seed=" + seed + " data=" + hex(input.data()) + "\n" + text(spec));
      }
      return true;
    }
  }

  private static String hex(MemorySegment data) {
    return HexFormat.of().formatHex(data.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }

  private static String text(ProgramSpec spec) {
    StringBuilder text = new StringBuilder();
    spec.code().forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }

  private static RunInput input(ProgramType type, SplittableRandom random) {
    byte[] frame = random.nextBoolean() ? Frames.wellFormed(random) : Frames.any(random);
    byte[] context = {};
    if (random.nextInt(3) == 0) {
      context =
          type == ProgramType.XDP
              ? Frames.xdpContext(random, frame.length)
              : Frames.skbContext(random, frame.length);
    }
    int repeat = random.nextInt(6) == 0 ? 2 : 1;
    return new RunInput(
        MemorySegment.ofArray(frame), MemorySegment.ofArray(context), repeat, 65536);
  }
}
