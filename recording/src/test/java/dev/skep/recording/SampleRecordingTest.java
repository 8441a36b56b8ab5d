package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.TracepointFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The recording that is shipped shows what it is shipped for. */
class SampleRecordingTest {
  @Test
  void theSampleIsSmallAndHoldsManySizesAndPrograms() throws IOException {
    assertTrue(Files.size(Fixtures.sample()) <= 1_100_000);
    TreeMap<Integer, Integer> sizes = new TreeMap<>();
    Set<String> programs = new TreeSet<>();
    Set<Character> directions = new TreeSet<>();
    int requests = 0;
    try (EventSource source = Recordings.open(Fixtures.sample())) {
      TracepointFormat issue = source.catalog().tracepoint("block", "block_rq_issue").orElseThrow();
      TracepointFormat.Field bytes = issue.field("bytes").orElseThrow();
      TracepointFormat.Field kind = issue.field("rwbs").orElseThrow();
      source.select(Set.of(issue.id()));
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        int kib = (int) (RawReport.number(record.data(), bytes) / 1024);
        sizes.merge(32 - Integer.numberOfLeadingZeros(kib), 1, Integer::sum);
        programs.add(RawReport.text(record.comm()));
        String text = RawReport.text(record.data().asSlice(kind.offset(), kind.size()));
        text.chars().forEach(each -> directions.add((char) each));
        requests++;
      }
      assertEquals(Optional.empty(), source.losses());
      assertEquals("local", source.clockName());
    }
    assertTrue(requests > 1000, "requests=" + requests);
    assertTrue(sizes.size() >= 8, "sizes in powers of two: " + sizes);
    assertTrue(programs.containsAll(Set.of("dd", "fio", "sqlite3", "tar")), programs.toString());
    assertTrue(directions.containsAll(Set.of('R', 'W')), directions.toString());
  }
}
