package dev.skep.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.explore.Analysis;
import dev.skep.verifier.flow.LiveRegisters;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What accepted programs do when they run lies within what was foreseen. */
class SoundnessTest {
  private static final int PROGRAMS = Integer.getInteger("skep.verifier.programs", 4000);
  private static final long SEED = Long.getLong("skep.verifier.seed", 7_000_000);
  private static final int RUNS = 6;

  @Test
  void everyRunStaysWithinTheStatesThatWereSeen() {
    Environment environment = Environment.of(List.of(RandomPrograms.MAP));
    int accepted = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      ProgramSpec program = RandomPrograms.next(random);
      SeenStates seen = new SeenStates(program.code().size());
      Analysis analysis = new Analysis(program, environment, seen, true);
      analysis.run();
      if (!analysis.findings().isEmpty()) {
        continue;
      }
      accepted++;
      LiveRegisters live = LiveRegisters.of(analysis.flow().orElseThrow());
      for (int run = 0; run < RUNS; run++) {
        new ConcreteRun(program.code(), live, random.split(), seen, "seed " + (SEED + i)).run();
      }
    }
    System.out.println("programs=" + PROGRAMS + " accepted=" + accepted);
    assertTrue(accepted * 10 > PROGRAMS, "accepted=" + accepted);
  }
}
