package dev.skep.vm.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.kernel.KernelEngine;
import dev.skep.object.EntryProgram;
import dev.skep.object.ObjectFile;
import dev.skep.object.ObjectReader;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import dev.skep.vm.VmEngine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that clang compiled from C do with packets here what they do in the kernel. */
final class CompiledDifferentialTest {
  private static final int PACKETS = 400;
  private static final long SEED = Long.getLong("skep.seed", 6_18);

  @ParameterizedTest
  @CsvSource({
    "xdp,firewall",
    "xdp,encapsulate",
    "xdp,reply",
    "xdp,mark",
    "xdp,checksum",
    "tc,translate",
    "tc,age",
    "tc,tag",
    "tc,tunnel",
    "tc,capture",
    "tc,egress"
  })
  void resultsPacketsAndContextsAreTheKernels(String file, String name) throws IOException {
    Requires.kernel();
    ObjectFile object = read(file + ".bpf.o");
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().build()) {
      Program theirs = load(kernel, object, name);
      Program ours = load(vm, object, name);
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < PACKETS; i++) {
        RunInput input = input(theirs.spec().type(), random);
        assertEquals(
            Outcome.of(theirs, input),
            Outcome.of(ours, input),
            "seed=" + SEED + " packet=" + i + " data=" + hex(input.data()));
      }
    }
  }

  private static String hex(MemorySegment data) {
    return HexFormat.of().formatHex(data.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }

  private static ObjectFile read(String resource) throws IOException {
    try (InputStream in = CompiledDifferentialTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return ObjectReader.read(resource, in.readAllBytes());
    }
  }

  private static Program load(Engine engine, ObjectFile object, String name) {
    EntryProgram entry =
        object.programs().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    ProgramSpec spec = object.link(entry).spec(entry.type().orElseThrow());
    Map<String, BpfMap> maps = new HashMap<>();
    for (MapSpec map : object.maps()) {
      maps.put(map.name(), engine.create(map));
    }
    return engine.load(spec, maps);
  }

  private static RunInput input(ProgramType type, SplittableRandom random) {
    byte[] frame = random.nextInt(3) != 0 ? Frames.wellFormed(random) : Frames.any(random);
    byte[] context = {};
    if (random.nextInt(4) == 0) {
      context =
          type == ProgramType.XDP
              ? Frames.xdpContext(random, frame.length)
              : Frames.skbContext(random, frame.length);
    }
    return new RunInput(MemorySegment.ofArray(frame), MemorySegment.ofArray(context), 1, 65536);
  }
}
