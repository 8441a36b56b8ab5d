package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.KernelVersion;
import dev.skep.engine.LoadedObject;
import dev.skep.engine.RunInput;
import dev.skep.engine.UnsupportedException;
import dev.skep.spec.ObjectSpec;
import dev.skep.vm.VmEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same specification as the kernel's, in the embedded engine. */
class VmLoadTest {
  private static ObjectConfiguration configuration() {
    List<String> lines = List.of("CONFIG_BPF=y", "CONFIG_HZ=250");
    return ObjectConfiguration.of(Fixtures.object("linking.o"))
        .kernel(KernelConfiguration.of(KernelVersion.parse("6.18"), lines))
        .load("unknown_section", false);
  }

  @Test
  void subprogramsGlobalsAndTailCallsRun() {
    ObjectSpec spec = configuration().global("in_data", 50).spec();
    try (VmEngine engine = VmEngine.builder().build();
        LoadedObject live = LoadedObject.load(engine, spec)) {
      assertEquals(3, live.program("tail_calls").run(RunInput.ofData(new byte[64])).returnValue());
      live.program("globals").run(RunInput.ofContext(new byte[8]));
      MemorySegment value = MemorySegment.ofArray(new byte[live.map(".bss").valueBytes()]);
      live.map(".bss").lookup(MemorySegment.ofArray(new byte[4]), value);
      assertEquals(50 + 6 + 7 + 8 + 9 + 1, value.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    }
  }

  @Test
  void whatOnlyAKernelHasIsNamed() {
    ObjectSpec spec = configuration().only(List.of("externs")).spec();
    try (VmEngine engine = VmEngine.builder().build()) {
      UnsupportedException missing =
          assertThrows(UnsupportedException.class, () -> LoadedObject.load(engine, spec));
      assertTrue(String.valueOf(missing.getMessage()).contains("bpf_rcu_read_lock"));
    }
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
