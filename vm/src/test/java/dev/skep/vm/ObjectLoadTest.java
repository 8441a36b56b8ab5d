package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.KernelVersion;
import dev.skep.engine.LoadedObject;
import dev.skep.engine.RunInput;
import dev.skep.engine.UnsupportedException;
import dev.skep.object.KernelConfiguration;
import dev.skep.object.ObjectConfiguration;
import dev.skep.object.ObjectReader;
import dev.skep.spec.ObjectSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An object file that clang compiled, its fixture in the object module, in the embedded engine. */
class ObjectLoadTest {
  private static dev.skep.object.ObjectFile linking() {
    try {
      return ObjectReader.read(Path.of("../object/src/test/resources/dev/skep/object/linking.o"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ObjectConfiguration configuration() {
    List<String> lines = List.of("CONFIG_BPF=y", "CONFIG_HZ=250");
    return ObjectConfiguration.of(linking())
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
}
