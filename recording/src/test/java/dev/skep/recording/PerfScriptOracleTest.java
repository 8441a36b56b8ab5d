package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.TracepointFormat;
import dev.skep.testkit.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every tracepoint sample of a perf.data is what {@code perf script} makes of it. */
class PerfScriptOracleTest {
  private static final Pattern LINE =
      Pattern.compile("^ *(.*?) +(\\d+)/(\\d+) +(\\[\\d+\\]) +(\\d+\\.\\d+): +(\\S+:\\S+): *(.*)$");

  @ParameterizedTest
  @ValueSource(strings = {"perf.data", "perf-mixed.data", "perf-zstd.data"})
  void samplesAreThoseOfTheScript(String name) throws Exception {
    Path file = Fixtures.path(name);
    List<String> expected = script(file);
    List<String> found = new ArrayList<>();
    try (EventSource source = Recordings.open(file)) {
      Map<Integer, TracepointFormat> formats = TraceCommandOracleTest.formats(source);
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        found.add(line(record, Objects.requireNonNull(formats.get(record.tracepointId()))));
      }
      assertEquals("perf", source.clockName());
      assertEquals(2, source.cpus());
      assertEquals(Optional.empty(), source.losses());
    }
    assertTrue(expected.size() > 20, "the script has " + expected.size() + " samples");
    assertEquals(String.join("\n", expected), String.join("\n", found));
  }

  @Test
  void fieldsAreAtTheOffsetsOfTheirFormat() throws Exception {
    int requests = 0;
    try (EventSource source = Recordings.open(Fixtures.path("perf.data"))) {
      TracepointFormat issue = source.catalog().tracepoint("block", "block_rq_issue").orElseThrow();
      source.select(java.util.Set.of(issue.id()));
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        assertEquals(issue.id(), record.tracepointId());
        long bytes = RawReport.number(record.data(), issue.field("bytes").orElseThrow());
        long sectors = RawReport.number(record.data(), issue.field("nr_sector").orElseThrow());
        assertEquals(sectors * 512, bytes);
        requests++;
      }
    }
    assertTrue(requests > 40, "requests " + requests);
  }

  private static String line(EventRecord record, TracepointFormat format) {
    return "%s %d/%d [%03d] %s: %s:%s"
        .formatted(
            RawReport.text(record.comm()),
            record.pid(),
            record.tid(),
            record.cpu(),
            RawReport.seconds(record.nanos()),
            format.category(),
            format.name());
  }

  private static List<String> script(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Requires.tool("perf").toString(),
                "script",
                "--ns",
                "-F",
                "comm,pid,tid,cpu,time,event",
                "-i",
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor());
    List<String> lines = new ArrayList<>();
    for (String each : text.lines().toList()) {
      Matcher line = LINE.matcher(each);
      if (line.matches()) {
        lines.add(
            "%s %s/%s %s %s: %s"
                .formatted(
                    line.group(1),
                    line.group(2),
                    line.group(3),
                    line.group(4),
                    line.group(5),
                    line.group(6)));
      }
    }
    return lines;
  }
}
