package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {
  @Test
  void everyFileOfTheSuitePasses() throws IOException {
    List<Path> files = ConformanceRunner.files(Requires.corpora("bpf_conformance"));
    StringBuilder failures = new StringBuilder();
    int passed = 0;
    for (Path file : files) {
      for (ConformanceRunner.Outcome outcome : ConformanceRunner.run(file)) {
        if (outcome.passed()) {
          passed++;
        } else {
          failures.append(outcome).append('\n');
        }
      }
    }
    assertEquals("", failures.toString());
    assertEquals(files.size() * RunMode.values().length, passed);
    assertFalse(files.size() < 300);
  }

  @Test
  void aWrongResultFailsAndPassesOnlyAmongNegatives(@TempDir Path folder) throws IOException {
    String text = "-- asm\nmov %r0, 1\nexit\n-- result\n0x2\n";
    Path plain = Files.writeString(folder.resolve("wrong.data"), text);
    Path negative = Files.createDirectory(folder.resolve("negative")).resolve("wrong.data");
    Files.writeString(negative, text);
    assertEquals(
        List.of(false, false),
        ConformanceRunner.run(plain).stream().map(each -> each.passed()).toList());
    assertEquals(
        List.of(true, true),
        ConformanceRunner.run(negative).stream().map(each -> each.passed()).toList());
  }

  @Test
  void anEndlessLoopIsAFailure(@TempDir Path folder) throws IOException {
    Path endless = folder.resolve("endless.data");
    Files.writeString(endless, "-- asm\nloop:\nja loop\nexit\n-- result\n0x2\n");
    ConformanceRunner.Outcome outcome = ConformanceRunner.run(endless).getFirst();
    assertFalse(outcome.passed());
    assertEquals(
        "program \"raw\", instruction 0: the budget of instructions=10000000 is spent",
        outcome.actual());
  }
}
