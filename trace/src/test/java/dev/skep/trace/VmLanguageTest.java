package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.engine.Engine;
import dev.skep.vm.VmEngine;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VmLanguageTest {
  @ParameterizedTest
  @MethodSource("dev.skep.trace.LanguageCases#bodies")
  void theEmbeddedEngineRunsStatementsAsTheLanguageSays(String body, String printed)
      throws IOException {
    try (Engine engine = VmEngine.builder().build()) {
      assertEquals(printed + "\n\n", Scripts.text(engine, "BEGIN { " + body + " exit(); }"));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.skep.trace.LanguageCases#scripts")
  void theEmbeddedEngineKeepsMapsAsTheLanguageSays(String script, String printed)
      throws IOException {
    try (Engine engine = VmEngine.builder().build()) {
      assertEquals(printed, Scripts.text(engine, script));
    }
  }
}
