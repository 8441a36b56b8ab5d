package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.KernelVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A configuration that does not fit its object says what would. */
class WrongConfigurationTest {
  private static ObjectConfiguration configuration() {
    List<String> lines = List.of("CONFIG_BPF=y", "CONFIG_HZ=250");
    return ObjectConfiguration.of(Fixtures.object("linking.o"))
        .kernel(KernelConfiguration.of(KernelVersion.parse("6.18"), lines))
        .load("unknown_section", false);
  }

  @Test
  void wrongNamesAreRefusedWithThoseThatAreThere() {
    ObjectConfiguration configuration = configuration();
    assertRefused("has no program none, only [", () -> configuration.only(List.of("none")));
    assertRefused("has no global variable none", () -> configuration.global("none", 1));
    assertRefused("has no map none", () -> configuration.maxEntries("none", 1));
    assertRefused(
        "does not say what program", () -> configuration.load("unknown_section", true).spec());
    assertRefused(
        "say how the kernel is configured",
        () -> ObjectConfiguration.of(Fixtures.object("linking.o")).only(List.of("maps")).spec());
  }

  private static void assertRefused(String part, Runnable action) {
    ConfigurationException refused = assertThrows(ConfigurationException.class, action::run);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }
}
