package dev.skep.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.dist.Processes.Result;
import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is told in one line, with a position and a status that scripts can rely on. */
class BadInputIT {
  @TempDir Path folder;

  private static void oneLine(Result result, Set<Integer> statuses, String... parts) {
    assertTrue(statuses.contains(result.status()), result::toString);
    assertEquals(
        "",
        result
            .out()
            .lines()
            .filter(line -> !line.startsWith("Attaching"))
            .reduce("", String::concat));
    String last = result.errLines().getLast();
    for (String part : parts) {
      assertTrue(last.contains(part), () -> "expected \"" + part + "\" in: " + result.err());
    }
    assertTrue(result.errLines().size() <= 2, result::toString);
    assertTrue(!result.err().contains("\tat "), result::toString);
  }

  @Test
  void aSyntaxErrorHasAPosition() throws Exception {
    oneLine(Processes.skep("trace", "BEGIN { @x = ; }"), Set.of(1, 2), "1:14");
  }

  @Test
  void anUnknownTracepointIsNamed() throws Exception {
    Requires.kernel();
    oneLine(
        Processes.skep("trace", "tracepoint:block:no_such { @ = count(); }"),
        Set.of(1, 2),
        "block:no_such",
        "1:1");
  }

  @Test
  void anUnknownFieldIsNamed() throws Exception {
    Requires.kernel();
    oneLine(
        Processes.skep("trace", "tracepoint:block:block_rq_issue { @ = hist(args.bites); }"),
        Set.of(1, 2),
        "bites",
        "did you mean bytes",
        "1:49");
  }

  @Test
  void aFullDiskIsNoticed() throws Exception {
    Result result = Processes.shell("$SKEP bitehist --engine vm >/dev/full");
    oneLine(result, Set.of(1), "No space left");
  }

  @Test
  void aTruncatedRecordingHasAPosition() throws Exception {
    Path whole = Processes.root().resolve("tools/src/main/resources/dev/skep/tools/bitehist.dat");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.dat");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Result result = Processes.skep("bitehist", "--replay", cut.toString());
    assertEquals(1, result.status(), result::toString);
    String last = result.errLines().getLast();
    assertTrue(last.contains("cut.dat") && last.contains("offset"), result::err);
    assertTrue(!result.err().contains("\tat "), result::err);
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    oneLine(Processes.skep("bitehist", "--replay", "/no/such.dat"), Set.of(1), "/no/such.dat");
  }

  @Test
  void unknownWordsAreUsageErrors() throws IOException, InterruptedException {
    oneLine(Processes.skep("bitehits"), Set.of(2), "bitehits", "bitehist");
    oneLine(Processes.skep("bitehist", "--jsn"), Set.of(2), "--jsn", "--json");
    oneLine(Processes.skep("bitehist", "0"), Set.of(2), "0");
    oneLine(Processes.skep("bitehist", "--engine", "both"), Set.of(2), "both");
  }
}
