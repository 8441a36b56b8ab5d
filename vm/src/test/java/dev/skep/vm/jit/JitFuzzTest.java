package dev.skep.vm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JitFuzzTest {
  private static final long SECONDS = Long.getLong("skep.fuzz.seconds", 5);

  @Test
  void compiledAndInterpretedProgramsDoTheSame() {
    long first = System.nanoTime();
    long seed = Long.getLong("skep.fuzz.seed", first);
    int compared = 0;
    int compiled = 0;
    while (System.nanoTime() - first < SECONDS * 1_000_000_000L) {
      SplittableRandom random = new SplittableRandom(seed);
      BothWays both = new BothWays(RandomProgram.of(random, size(random)), random);
      String message = "seed=" + seed;
      assertEquals(both.interpreted(), both.compiled(), () -> message + "\n" + both.text());
      compiled += both.isCompiled() ? 1 : 0;
      compared++;
      seed++;
    }
    assertTrue(compiled > compared / 2, "compiled=" + compiled + " of " + compared);
  }

  private static int size(SplittableRandom random) {
    int scale = random.nextInt(40);
    return scale == 0 && random.nextInt(4) == 0
        ? 6_000 + random.nextInt(6_000)
        : scale < 4 ? 300 + random.nextInt(2_000) : 1 + random.nextInt(100);
  }
}
