package dev.skep.vm.jit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.TrapException;
import dev.skep.isa.Code;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.VmEngine;
import dev.skep.vm.jit.Known.Pointer;
import dev.skep.vm.jit.Known.Space;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Lowering;
import dev.skep.vm.run.RunLimits;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the verifier believes may be wrong: in checked mode that traps, and harms nothing. */
class WrongFactsTest {
  private static final long SECONDS = Long.getLong("skep.fuzz.seconds", 3);

  @Test
  void wrongFactsTrapAndNeverCrash() {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long seed = Long.getLong("skep.fuzz.seed", System.nanoTime());
    int traps = 0;
    try (VmEngine engine = VmEngine.builder().cpus(1).build();
        VmMap map = (VmMap) engine.create(MapSpec.of("m", MapType.ARRAY, 4, 8, 4))) {
      while (System.nanoTime() < end) {
        SplittableRandom random = new SplittableRandom(seed++);
        traps += runs(random, map, RandomProgram.of(random, 1 + random.nextInt(60)));
      }
    }
    assertTrue(traps > 0);
  }

  @Test
  void anAccessBelievedElsewhereTraps() {
    Code code = Assembler.assemble("r0 = *(u64 *)(r1 +0)\nexit\n");
    try (VmEngine engine = VmEngine.builder().cpus(1).build();
        VmMap map = (VmMap) engine.create(MapSpec.of("m", MapType.ARRAY, 4, 8, 4))) {
      for (Space space : List.of(Space.STACK, Space.PACKET, Space.VALUES)) {
        Facts wrong = index -> new Pointer(space, map, true, 0);
        assertTrue(trapped(code, map, wrong), space.name());
      }
      Facts right = index -> new Pointer(Space.CONTEXT, null, true, 0);
      assertTrue(!trapped(code, map, right));
    }
  }

  private static int runs(SplittableRandom random, VmMap map, Code code) {
    long choice = random.nextLong();
    Facts wrong =
        index -> {
          SplittableRandom each = new SplittableRandom(choice + index);
          Space space = Space.values()[each.nextInt(4)];
          boolean fixed = each.nextBoolean();
          return each.nextInt(5) == 0
              ? null
              : new Pointer(space, map, fixed, fixed ? each.nextInt(64) - 64 : 0);
        };
    return trapped(code, map, wrong) ? 1 : 0;
  }

  private static boolean trapped(Code code, VmMap map, Facts facts) {
    ProgramSpec spec = ProgramSpec.builder("wrong", ProgramType.XDP).code(code).build();
    Executable program =
        Lowering.lower(
            1,
            spec,
            Map.of(),
            id -> (run, a, b, c, d, e) -> a ^ b,
            new RunLimits(5_000, false, false));
    JitCompiler.compile(program, AccessMode.CHECKED, List.of(map), facts)
        .ifPresent(program::install);
    try (Arena arena = Arena.ofConfined()) {
      Region context = Region.of("context", arena.allocate(64, 8), true);
      Region packet = Region.of("packet", arena.allocate(64, 8), true);
      new Execution(BothWays.machine(), 0).run(program, context, packet, context.base(), 0);
      return false;
    } catch (TrapException _) {
      return true;
    }
  }
}
