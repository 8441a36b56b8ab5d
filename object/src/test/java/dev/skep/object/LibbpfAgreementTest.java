package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every instruction, reference and map is what libbpf makes of the same file. */
class LibbpfAgreementTest {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

  @ParameterizedTest
  @CsvSource({
    "core, core_target",
    "linking, core_target",
    "arena, core_target",
    "operations, core_target"
  })
  void fixturesAreLinkedAndRelocatedAsByLibbpf(String name, String target) {
    OracleListing expected =
        Objects.requireNonNull(
            OracleListing.parse(Fixtures.lines(name + ".listing")).get(name + ".o"));
    ObjectFile object = Fixtures.object(name + ".o");
    assertEquals("", expected.refused());
    assertEquals(expected.maps(), object.maps().stream().map(Listing::map).toList());
    assertEquals(expected.programs(), Listing.programs(object, Fixtures.types(target + ".o")));
  }

  @Test
  void publicToolsAreRelocatedAsByLibbpf(@TempDir Path folder) throws Exception {
    Path oracle = Requires.libbpfOracle();
    Path tool = Requires.tool("bashreadline"); // Of Debian's libbpf-tools.
    compare(oracle, EmbeddedObjects.extract(tool.resolveSibling("."), folder));
  }

  @Test
  void kernelSelftestsAreRelocatedAsByLibbpf() throws Exception {
    Path oracle = Requires.libbpfOracle();
    Path folder = Requires.selftests();
    try (Stream<Path> files = Files.list(folder)) {
      compare(oracle, files.filter(each -> each.toString().endsWith(".o")).sorted().toList());
    }
  }

  private static void compare(Path oracle, List<Path> objects) throws Exception {
    Btf target = ObjectReader.readTypes(KERNEL);
    Map<String, OracleListing> expected = OracleListing.parse(run(oracle, objects));
    List<String> different = new ArrayList<>();
    int same = 0;
    for (Path file : objects) {
      OracleListing listing = Objects.requireNonNull(expected.get(file.toString()));
      if (!listing.refused().isEmpty()) {
        continue;
      }
      Map<String, List<String>> ours = Listing.programs(ObjectReader.read(file), target);
      for (Map.Entry<String, List<String>> program : listing.programs().entrySet()) {
        if (program.getValue().equals(ours.get(program.getKey()))) {
          same++;
        } else {
          different.add(file.getFileName() + " " + program.getKey());
        }
      }
    }
    assertEquals(List.of(), different, "programs that agree: " + same);
    assertTrue(same > 300, "only " + same + " programs were compared");
  }

  private static List<String> run(Path oracle, List<Path> objects)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(oracle.toString(), "@" + KERNEL));
    objects.forEach(each -> command.add(each.toString()));
    Path output = Files.createTempFile("oracle", ".listing");
    try {
      Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the oracle hangs");
      assertEquals(0, process.exitValue());
      return Files.readAllLines(output);
    } finally {
      Files.delete(output);
    }
  }
}
