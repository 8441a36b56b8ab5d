package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.TracepointFormat;
import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record of a file is what {@code trace-cmd report} makes of it. */
class TraceCommandOracleTest {
  private static final Pattern LINE =
      Pattern.compile("^ *(.*)-(\\d+) +(\\[\\d+\\]) +(\\d+\\.\\d+): +(\\S+:) *(.*)$");

  @ParameterizedTest
  @ValueSource(strings = {"v6.dat", "v7-zstd.dat", "sample"})
  void recordsAreThoseOfTheReport(String name) throws Exception {
    Path file = name.equals("sample") ? Fixtures.sample() : Fixtures.path(name);
    List<String> expected = report(file);
    List<String> found = new ArrayList<>();
    try (EventSource source = Recordings.open(file)) {
      Map<Integer, TracepointFormat> formats = formats(source);
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        found.add(
            RawReport.line(record, Objects.requireNonNull(formats.get(record.tracepointId()))));
      }
    }
    assertTrue(expected.size() > 100, "the report has " + expected.size() + " records");
    assertEquals(String.join("\n", expected), String.join("\n", found));
  }

  /** The kernel writes the running thread's name into block_rq_issue: ours must be that one. */
  @ParameterizedTest
  @ValueSource(strings = {"v6.dat", "v7-zstd.dat", "sample"})
  void namesAreThoseThatTheKernelSaw(String name) {
    int requests = 0;
    try (EventSource source =
        Recordings.open(name.equals("sample") ? Fixtures.sample() : Fixtures.path(name))) {
      TracepointFormat issue = source.catalog().tracepoint("block", "block_rq_issue").orElseThrow();
      TracepointFormat.Field comm = issue.field("comm").orElseThrow();
      source.select(Set.of(issue.id()));
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        assertEquals(
            RawReport.text(record.data().asSlice(comm.offset(), comm.size())),
            RawReport.text(record.comm()),
            "thread " + record.tid() + " at " + record.nanos());
        requests++;
      }
    }
    assertTrue(requests > 100, "requests " + requests);
  }

  static Map<Integer, TracepointFormat> formats(EventSource source) {
    Map<Integer, TracepointFormat> formats = new HashMap<>();
    source
        .catalog()
        .tracepoints()
        .forEach(name -> {
          String[] parts = name.split(":", 2);
          TracepointFormat format = source.catalog().tracepoint(parts[0], parts[1]).orElseThrow();
          formats.put(format.id(), format);
        });
    return formats;
  }

  /** The report's records without the names of threads. */
  static List<String> report(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Requires.tool("trace-cmd").toString(), "report", "-R", "-t", "-i", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor());
    List<String> lines = new ArrayList<>();
    text.lines()
        .forEach(line -> {
          Matcher matcher = LINE.matcher(line);
          if (matcher.matches()) {
            lines.add(
                (matcher.group(2)
                        + " "
                        + matcher.group(3)
                        + " "
                        + matcher.group(4)
                        + ": "
                        + matcher.group(5)
                        + " "
                        + matcher.group(6).strip())
                    .strip());
          } else if (!line.startsWith("cpus=") && !line.isBlank()) {
            lines.add("not understood: " + line);
          }
        });
    return lines;
  }
}
