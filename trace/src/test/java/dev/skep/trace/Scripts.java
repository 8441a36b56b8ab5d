package dev.skep.trace;

import dev.skep.engine.Engine;
import dev.skep.trace.output.JsonOutput;
import dev.skep.trace.output.TextOutput;
import dev.skep.trace.syntax.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs scripts for tests. */
final class Scripts {
  private Scripts() {}

  static CompiledScript compile(Engine engine, String text, List<String> parameters) {
    return Compiler.compile(
        Script.parse(text, "stdin"),
        engine.catalog(),
        CompileOptions.DEFAULT.withParameters(parameters));
  }

  /** What a script prints, without the line about attaching and the blank lines at the end. */
  static String text(Engine engine, String text, String... parameters) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Session(engine, compile(engine, text, List.of(parameters)), new TextOutput(out)).run();
    String printed = out.toString(StandardCharsets.UTF_8);
    return printed.substring(printed.indexOf('\n') + 1);
  }

  static String json(Engine engine, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Session(engine, compile(engine, text, List.of()), new JsonOutput(out)).run();
    return out.toString(StandardCharsets.UTF_8);
  }
}
