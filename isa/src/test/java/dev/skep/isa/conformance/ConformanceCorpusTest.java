package dev.skep.isa.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.Decoder;
import dev.skep.isa.Encoder;
import dev.skep.isa.conformance.ConformanceFile.Program;
import dev.skep.isa.text.Assembler;
import dev.skep.isa.text.Disassembler;
import dev.skep.isa.text.Spelling;
import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConformanceCorpusTest {
  /** They fail in other ways: the verifier refuses the first, the second returns another value. */
  private static final Set<String> READABLE_NEGATIVES =
      Set.of("error.data", "incorrect_return_value_high_bits.data");

  @Test
  void everyTestIsReadAndSurvivesEncodingAndDisassembly() throws IOException {
    Disassembler assembly = Disassembler.of(Spelling.ASSEMBLY);
    List<Path> files = files("tests");
    for (Path path : files) {
      ConformanceFile file = ConformanceFile.parse(Files.readString(path));
      switch (file.program()) {
        case Program.Unreadable(String reason) -> throw new AssertionError(path + ": " + reason);
        case Program.Decoded(var code) -> {
          byte[] bytes = Encoder.encode(code, ByteOrder.LITTLE_ENDIAN);
          assertEquals(code, Decoder.decode(bytes, ByteOrder.LITTLE_ENDIAN), path::toString);
          assertEquals(code, Assembler.assemble(assembly.listing(code)), path::toString);
        }
      }
      assertTrue(file.result().isPresent() || file.error().isPresent(), path::toString);
    }
    assertTrue(files.size() > 250, () -> "files=" + files.size());
  }

  @Test
  void everyNegativeTestIsUnreadableButThoseThatFailLater() throws IOException {
    Set<String> readable = new TreeSet<>();
    for (Path path : files("negative")) {
      ConformanceFile file = ConformanceFile.parse(Files.readString(path));
      if (file.program() instanceof Program.Decoded) {
        readable.add(String.valueOf(path.getFileName()));
      }
    }
    assertEquals(new TreeSet<>(READABLE_NEGATIVES), readable);
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> paths = Files.list(Requires.corpora("bpf_conformance/" + folder))) {
      return new ArrayList<>(paths.filter(path -> path.toString().endsWith(".data")).toList());
    }
  }
}
