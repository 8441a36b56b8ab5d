package dev.skep.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.VerifierException;
import dev.skep.kernel.KernelEngine;
import dev.skep.kernel.KernelMap;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The verdicts on random programs are those of this machine's kernel. */
class KernelDifferentialTest {
  private static final int PROGRAMS = Integer.getInteger("skep.verifier.programs", 3000);
  private static final long SEED = Long.getLong("skep.verifier.seed", 20261122);

  @Test
  void nothingIsAcceptedThatTheKernelRejectsAndNearlyAllVerdictsAgree() {
    Requires.kernel();
    Environment environment = Environment.of(List.of(RandomPrograms.MAP));
    List<String> unsound = new ArrayList<>();
    List<String> strict = new ArrayList<>();
    int accepted = 0;
    try (KernelEngine engine = KernelEngine.open();
        KernelMap map = engine.create(RandomPrograms.MAP)) {
      for (int i = 0; i < PROGRAMS; i++) {
        ProgramSpec program = RandomPrograms.next(new SplittableRandom(SEED + i));
        String refusal = refusal(engine, map, program);
        Verdict verdict = Verifier.verify(program, environment);
        boolean ours = verdict instanceof Verdict.Accepted;
        accepted += ours ? 1 : 0;
        if (ours && !refusal.isEmpty()) {
          unsound.add("seed " + (SEED + i) + ": " + refusal);
        } else if (!ours && refusal.isEmpty()) {
          strict.add("seed " + (SEED + i) + ": " + ((Verdict.Rejected) verdict).findings().get(0));
        }
      }
    }
    System.out.println(
        "programs=" + PROGRAMS + " accepted=" + accepted + " stricter=" + strict.size());
    assertEquals(List.of(), unsound);
    assertTrue(strict.size() * 100 <= PROGRAMS, () -> strict.size() + " stricter: " + strict);
    assertTrue(accepted * 10 > PROGRAMS, "accepted=" + accepted);
  }

  private static String refusal(KernelEngine engine, KernelMap map, ProgramSpec program) {
    try (var loaded = engine.load(program, Map.of(RandomPrograms.MAP.name(), map))) {
      assert loaded != null;
      return "";
    } catch (VerifierException rejected) {
      return String.valueOf(rejected.getMessage());
    }
  }
}
