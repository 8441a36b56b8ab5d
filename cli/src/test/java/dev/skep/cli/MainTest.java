package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A command that runs until it is stopped leaves a shutdown hook that waits for it. */
  @AfterAll
  static void finish() {
    StopSignals.finished(0);
  }

  private int run(OutputStream results, String... words) {
    PrintStream notices = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Main(new Console(results, notices)).run(List.of(words));
  }

  private int run(String... words) {
    return run(out, words);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void helpAndVersionGoToStandardOutputFromAnyPlace() {
    assertEquals(0, run("--version"));
    assertEquals(0, run("trace", "--help"));
    assertEquals(0, run("vm", "-h"));
    assertEquals(0, run());
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("skep "), text);
    assertTrue(text.contains("Usage: skep trace") && text.contains("bitehist"), text);
    assertEquals("", errors());
  }

  @Test
  void usageErrorsAreOneLineAndStatusTwo() {
    assertEquals(2, run("trase"));
    assertEquals(2, run("trace"));
    assertEquals(2, run("trace", "--engine", "gpu", "BEGIN { exit(); }"));
    assertEquals(2, run("completion", "fish"));
    assertEquals(2, run("vm"));
    assertEquals(5, errors().lines().count(), errors());
    assertTrue(errors().lines().allMatch(line -> line.startsWith("skep: ")), errors());
  }

  @Test
  void aScriptRunsOnTheEmbeddedEngine() {
    assertEquals(0, run("trace", "--engine", "vm", "BEGIN { printf(\"%d\\n\", 6 * 7); exit(); }"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("42"), out::toString);
  }

  @Test
  void theEmbeddedEngineNamesReplayWhenItHasNoEvents() {
    assertEquals(4, run("trace", "--engine", "vm", "tracepoint:a:b { @ = count(); }"));
    assertTrue(errors().contains("--replay"), errors());
  }

  @Test
  void aFailedWriteIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertEquals(1, run(full, "--version"));
    assertTrue(errors().contains("No space left"), errors());
  }

  @Test
  void completionKnowsEveryCommand() {
    assertEquals(0, run("completion", "bash"));
    String script = out.toString(StandardCharsets.UTF_8);
    for (CommandTree.Node node : CommandTree.ROOT.children()) {
      assertTrue(script.contains(node.name()), node::name);
    }
  }

  @Test
  void jsonIsQuoted() {
    assertEquals("\"a\\\"\\\\\\n\\u0001\"", Json.quoted("a\"\\\n\u0001"));
    assertEquals("{\"k\":[1,true,\"x\"]}", Json.of(java.util.Map.of("k", List.of(1, true, "x"))));
  }
}
