package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.engine.VerifierException;
import dev.skep.kernel.KernelEngine;
import dev.skep.object.EntryProgram;
import dev.skep.object.ObjectFile;
import dev.skep.object.ObjectReader;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.testkit.Requires;
import dev.skep.verifier.environment.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The kernel's own verifier tests, built by {@code testkit/selftests/build.sh}: verdicts are
 * compared with those of this machine's kernel.
 */
class KernelSelftestsTest {
  private final List<String> unsound = new ArrayList<>();
  private final List<String> stricter = new ArrayList<>();
  private int compared;

  @Test
  void verdictsAgreeWithTheKernel() throws IOException {
    Requires.kernel();
    Path folder = Requires.selftests();
    Btf kernel = Btf.read(Path.of("/sys/kernel/btf/vmlinux"));
    try (KernelEngine engine = KernelEngine.open();
        var files = Files.newDirectoryStream(folder, "verifier_*.o")) {
      for (Path file : files) {
        ObjectFile object = ObjectReader.read(file);
        for (EntryProgram program : object.programs()) {
          compare(engine, kernel, object, program);
        }
      }
    }
    System.out.println("compared=" + compared + " stricter=" + stricter);
    assertTrue(compared > 300, "compared=" + compared);
    assertEquals(List.of(), unsound);
    assertTrue(stricter.size() * 100 <= compared * 3, stricter::toString);
  }

  private void compare(KernelEngine engine, Btf kernel, ObjectFile object, EntryProgram program) {
    Optional<ProgramType> type = program.type();
    if (type.isEmpty()) {
      return;
    }
    ProgramSpec spec = object.relocate(program, kernel).spec(type.get());
    Optional<String> refusal = refusal(engine, object, spec);
    if (refusal.isEmpty()) {
      return;
    }
    compared++;
    Environment environment = Environment.builder().maps(object.maps()).kernelTypes(kernel).build();
    Verdict verdict = Verifier.verify(spec, environment);
    String name = object.name() + " " + program.name();
    if (verdict instanceof Verdict.Rejected rejected && refusal.get().isEmpty()) {
      stricter.add(name + ": " + rejected.findings().getFirst().kernelMessage());
    } else if (verdict instanceof Verdict.Accepted && !refusal.get().isEmpty()) {
      unsound.add(name + ": " + refusal.get());
    }
  }

  /**
   * What the kernel's verifier says against a program, "" when nothing; empty when it has no
   * verdict.
   */
  private static Optional<String> refusal(
      KernelEngine engine, ObjectFile object, ProgramSpec spec) {
    Map<String, BpfMap> maps = new HashMap<>();
    try {
      for (MapSpec map : object.maps()) {
        boolean named =
            spec.references().values().stream()
                .anyMatch(each ->
                    each instanceof Reference.ToMap(String name) && name.equals(map.name()));
        if (named) {
          maps.put(map.name(), engine.create(map));
        }
      }
      engine.load(spec, maps).close();
      return Optional.of("");
    } catch (VerifierException rejected) {
      return Optional.of(String.valueOf(rejected.getMessage()));
    } catch (BpfException inconclusive) {
      return Optional.empty();
    } finally {
      maps.values().forEach(BpfMap::close);
    }
  }
}
