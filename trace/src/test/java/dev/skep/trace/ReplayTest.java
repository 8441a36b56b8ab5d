package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.engine.Engine;
import dev.skep.trace.output.TextOutput;
import dev.skep.trace.syntax.Script;
import dev.skep.vm.VmEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts over recorded block requests, on the embedded engine. */
class ReplayTest {
  private static final long MILLISECOND = 1_000_000;

  /** Four requests by two threads within 3 ms, one more after 2.5 s. */
  private static BlockEvents events() {
    return new BlockEvents()
        .add(1 * MILLISECOND, "dd", 65536, "WS")
        .add(2 * MILLISECOND, "dd", 65536, "WS")
        .add(3 * MILLISECOND, "jbd2/vda1-8", 4096, "FWFS")
        .add(3 * MILLISECOND, "dd", 0, "FF")
        .add(2500 * MILLISECOND, "cat", 131072, "R");
  }

  private static String run(String script) throws IOException {
    try (Engine engine = VmEngine.builder().events(events()).build()) {
      return Scripts.text(engine, script);
    }
  }

  private static String lines(String script) throws IOException {
    String printed = run("tracepoint:block:block_rq_issue " + script);
    return printed.substring(0, printed.length() - 2);
  }

  @Test
  void aHistogramCountsEveryRequestOnce() throws IOException {
    assertEquals(
        """


        @kbytes:\s
        [0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [1]                    0 |                                                    |
        [2, 4)                 0 |                                                    |
        [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [8, 16)                0 |                                                    |
        [16, 32)               0 |                                                    |
        [32, 64)               0 |                                                    |
        [64, 128)              2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [128, 256)             1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

        """,
        run("tracepoint:block:block_rq_issue { @kbytes = hist(args.bytes / 1024); }"));
  }

  @Test
  void aPredicateOnAStringOfTheRecordSelects() throws IOException {
    assertEquals(
        "\n\n@: 3\n",
        run("tracepoint:block:block_rq_issue /args.comm == \"dd\"/ { @ = count(); }"));
    assertEquals(
        "\n\n@: 2\n",
        run(
            "t:block:block_rq_issue / args->comm != \"dd\" && args.bytes / 4096 >= 1 / { @ = count(); }"));
  }

  @Test
  void keysMadeOfStringsLeaveOutWhatStandsBehindTheirEnd() throws IOException {
    assertEquals(
        "\n\n@[cat, R]: 1\n@[dd, FF]: 1\n@[jbd2/vda1-8, FWFS]: 1\n@[dd, WS]: 2\n",
        run("tracepoint:block:block_rq_issue { @[args.comm, args.rwbs] = count(); }"));
  }

  @Test
  void fieldsOfAllShapesArePrinted() throws IOException {
    assertEquals(
        "254:1 -8 65536 32769 WS dd cmd-65536 W\n",
        lines(
            "/args.bytes == 65536/ { printf(\"%d:%d %d %u %d %s %s %s %c\\n\", args.dev >> 20,"
                + " args.dev & 0xff, (int64)args.sector, args.bytes, args.ioprio, args.rwbs,"
                + " args.comm, str(args.cmd), args.rwbs[0]); exit(); }"));
  }

  @Test
  void builtinsAreThoseOfTheRecordedEvent() throws IOException {
    assertEquals(
        "101 101 1 dd 2000000 tracepoint:block:block_rq_issue\n",
        lines(
            "/cpu == 1/ { printf(\"%d %d %d %s %d %s\\n\", pid, tid, cpu, comm, nsecs, probe); exit(); }"));
  }

  @Test
  void intervalsFollowTheRecordedClockAndShowOnlyTheirOwnEvents() throws IOException {
    String printed =
        run(
            """
            tracepoint:block:block_rq_issue { @n = count(); @b[args.rwbs] = sum(args.bytes); }
            interval:s:1 { printf("--\\n"); print(@n); clear(@n); print(@b); clear(@b); }
            """);
    assertEquals(
        """
        --
        @n: 4
        @b[FF]: 0
        @b[FWFS]: 4096
        @b[WS]: 131072
        --
        @n: 0



        @b[R]: 131072
        @n: 1
        """,
        printed);
  }

  @Test
  void exitInAnEventStopsAtThatEvent() throws IOException {
    assertEquals(
        "\n\n@: 2\n@last: 0\n",
        run(
            "tracepoint:block:block_rq_issue { if (args.bytes == 4096) { exit(); } @ = count(); @last = args.bytes; }"
                + " END { @last = 0; }"));
  }

  @Test
  void minimumAndMaximumOfFieldsAreKeptAcrossCpus() throws IOException {
    assertEquals(
        "\n\n@a: 53248\n\n@most: 131072\n@n: 0\n@s: count 5, average 53248, total 266240\n\n",
        run(
            "t:block:block_rq_issue { @n = min(args.bytes); @most = max(args.bytes); @a = avg(args.bytes); @s = stats(args.bytes); }"));
  }

  @Test
  void jsonHasOneObjectALine() throws IOException {
    try (Engine engine = VmEngine.builder().events(events()).build()) {
      assertEquals(
          """
          {"type": "attached_probes", "data": {"probes": 2}}
          {"type": "printf", "data": "x\\n"}
          {"type": "map", "data": {"@": {"R": 1, "FF": 1, "FWFS": 1, "WS": 2}}}
          {"type": "hist", "data": {"@h": [{"min": 0, "max": 0, "count": 4}, {"min": 1, "max": 1, "count": 1}]}}
          """
              .replace("\"R\": 1, \"FF\": 1, \"FWFS\": 1", "\"FF\": 1, \"FWFS\": 1, \"R\": 1"),
          Scripts.json(
              engine,
              "BEGIN { printf(\"x\\n\"); } t:block:block_rq_issue { @[args.rwbs] = count(); @h = hist(args.bytes > 65536); }"));
    }
  }

  private static Session small(Engine engine, String script, OutputStream out) {
    CompiledScript compiled =
        Compiler.compile(
            Script.parse(script, "stdin"),
            engine.catalog(),
            CompileOptions.DEFAULT.withMapEntries(4));
    return new Session(engine, compiled, new TextOutput(out));
  }

  /** Three keys in the first second, one in the next, three in the third. */
  private static BlockEvents manyKeys() {
    BlockEvents events = new BlockEvents();
    for (int i = 0; i < 9; i++) {
      int second = i < 3 ? 0 : i < 4 ? 1 : 2;
      events.add((second * 1000L + i + 1) * MILLISECOND, "key" + Math.min(i, 6), 4096, "W");
    }
    return events;
  }

  @Test
  void keysThatIdleAreRemovedFromAMapThatFillsUp() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Engine engine = VmEngine.builder().events(manyKeys()).build()) {
      Session session =
          small(
              engine,
              "t:block:block_rq_issue { @[args.comm] = count(); } interval:s:1 { print(@); clear(@); }",
              out);
      session.run();
      assertEquals(List.of(), session.warnings());
    }
    assertEquals(
        """
        Attaching 2 probes...
        @[key0]: 1
        @[key1]: 1
        @[key2]: 1
        @[key3]: 1


        @[key4]: 1
        @[key5]: 1
        @[key6]: 3
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void updatesOfAFullMapAreCountedAndToldOnce() throws IOException {
    try (Engine engine = VmEngine.builder().events(manyKeys()).build()) {
      Session session =
          small(
              engine,
              "t:block:block_rq_issue { @[args.comm] = count(); }",
              new ByteArrayOutputStream());
      session.run();
      assertEquals(
          List.of("5 updates of @ were lost: it was full with entries=4"), session.warnings());
    }
  }
}
