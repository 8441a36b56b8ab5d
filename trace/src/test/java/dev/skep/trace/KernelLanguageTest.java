package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.engine.Engine;
import dev.skep.kernel.KernelEngine;
import dev.skep.testkit.Requires;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@link VmLanguageTest}, with the same bytecode, past the kernel's own verifier. */
class KernelLanguageTest {
  private static Engine engine;

  @BeforeAll
  static void open() {
    Requires.kernel();
    engine = KernelEngine.open();
  }

  @AfterAll
  static void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.skep.trace.LanguageCases#bodies")
  void theKernelRunsStatementsAsTheLanguageSays(String body, String printed) throws IOException {
    assertEquals(printed + "\n\n", Scripts.text(engine, "BEGIN { " + body + " exit(); }"));
  }

  @ParameterizedTest
  @MethodSource("dev.skep.trace.LanguageCases#scripts")
  void theKernelKeepsMapsAsTheLanguageSays(String script, String printed) throws IOException {
    assertEquals(printed, Scripts.text(engine, script));
  }
}
