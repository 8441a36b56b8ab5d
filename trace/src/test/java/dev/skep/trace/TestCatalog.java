package dev.skep.trace;

import dev.skep.btf.Btf;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormatParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A few tracepoints of Linux 6.18, as tracefs describes them. */
final class TestCatalog implements ProbeCatalog {
  private static final String[] NAMES = {
    "block:block_rq_issue",
    "block:block_rq_complete",
    "sched:sched_switch",
    "sched:sched_process_exec",
    "syscalls:sys_enter_openat",
    "syscalls:sys_enter_write",
    "raw_syscalls:sys_enter"
  };

  private final Map<String, TracepointFormat> formats = new TreeMap<>();

  TestCatalog() {
    for (String name : NAMES) {
      String category = name.substring(0, name.indexOf(':'));
      String resource = "formats/" + name.replace(':', '-') + ".format";
      try (InputStream in = TestCatalog.class.getResourceAsStream(resource)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        formats.put(name, TracepointFormatParser.parse(category, text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Stream<String> tracepoints() {
    return formats.keySet().stream();
  }

  @Override
  public Optional<TracepointFormat> tracepoint(String category, String name) {
    return Optional.ofNullable(formats.get(category + ":" + name));
  }

  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public String origin() {
    return "the test's catalogue";
  }
}
