package dev.skep.vm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.text.Assembler;
import dev.skep.kernel.KernelEngine;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.testkit.Requires;
import dev.skep.vm.MemoryAccess;
import dev.skep.vm.RunMode;
import dev.skep.vm.VmEngine;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModesFuzzTest {
  private static final long SECONDS = Long.getLong("skep.fuzz.seconds", 5);

  /** So often that every engine has compiled the program before the last run. */
  private static final int RUNS = 130;

  private static final MapSpec VALUES = MapSpec.of("values", MapType.ARRAY, 4, 8, 4);

  @Test
  void allWaysToRunAProgramAgree() {
    List<Engine> engines = new ArrayList<>();
    engines.add(VmEngine.builder().mode(RunMode.INTERPRET).build());
    for (MemoryAccess access : MemoryAccess.values()) {
      engines.add(VmEngine.builder().memoryAccess(access).build());
    }
    assertTrue(compare(engines) > 0);
  }

  @Test
  void theKernelAgrees() {
    Requires.kernel();
    List<Engine> engines = new ArrayList<>(List.of(KernelEngine.open()));
    engines.add(VmEngine.builder().memoryAccess(MemoryAccess.CHECKED).build());
    engines.add(VmEngine.builder().memoryAccess(MemoryAccess.RESOLVED).build());
    assertTrue(compare(engines) > 0);
  }

  private static int compare(List<Engine> engines) {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long seed = Long.getLong("skep.fuzz.seed", System.nanoTime());
    int compared = 0;
    try {
      while (System.nanoTime() < end) {
        String text = VerifiableProgram.of(new SplittableRandom(seed));
        String expected = outcome(engines.getFirst(), text);
        for (Engine engine : engines.subList(1, engines.size())) {
          String message = "seed=" + seed + ", engine " + engines.indexOf(engine) + "\n" + text;
          assertEquals(expected, outcome(engine, text), message);
        }
        compared++;
        seed++;
      }
    } finally {
      engines.forEach(Engine::close);
    }
    return compared;
  }

  private static String outcome(Engine engine, String text) {
    Code code = Assembler.assemble(text);
    Map<Integer, Reference> references = new HashMap<>();
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof LoadImmediate64 load && load.kind() == PseudoImmediate.MAP_FD) {
        references.put(i, new Reference.ToMap("values"));
      }
    }
    try (BpfMap map = engine.create(VALUES)) {
      ProgramSpec spec =
          ProgramSpec.builder("random", ProgramType.SOCKET_FILTER)
              .license("GPL")
              .code(code)
              .references(references)
              .build();
      try (Program program = engine.load(spec, Map.of("values", map), LoadOptions.DEFAULT)) {
        return outcome(program, map);
      }
    }
  }

  private static String outcome(Program program, BpfMap map) {
    byte[] packet = new byte[64];
    packet[20] = 3;
    StringBuilder seen = new StringBuilder();
    int result = 0;
    for (int i = 0; i < RUNS; i++) {
      packet[30] = (byte) i;
      result = 31 * result + program.run(RunInput.ofData(packet)).returnValue();
    }
    seen.append(Integer.toHexString(result));
    long[] value = new long[1];
    for (int key = 0; key < 4; key++) {
      map.lookup(MemorySegment.ofArray(new int[] {key}), MemorySegment.ofArray(value));
      seen.append(' ').append(Long.toHexString(value[0]));
    }
    return seen.toString();
  }
}
