package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.MapType;
import dev.skep.isa.text.Disassembler;
import dev.skep.isa.text.Spelling;
import dev.skep.spec.MapSpec;
import dev.skep.trace.syntax.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of a few scripts, as it was approved: {@code NAME.bt} and {@code NAME.listing}. */
class ListingTest {
  private static CompiledScript compile(String script) {
    return Compiler.compile(
        Script.parse(script, "stdin"), new TestCatalog(), CompileOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"histogram", "predicate", "keyed", "printing"})
  void codeIsWhatWasApproved(String name) throws IOException {
    CompiledScript script = compile(resource(name + ".bt"));
    StringBuilder listing = new StringBuilder();
    for (var program : script.programs()) {
      listing.append(program.name()).append(" (").append(program.type()).append("):\n");
      listing.append(Disassembler.of(Spelling.KERNEL).listing(program.code()));
    }
    for (MapSpec map : script.maps()) {
      listing.append(map.name()).append(": ").append(map.type());
      listing.append(" key=").append(map.keySize()).append(" value=").append(map.valueSize());
      listing.append(" entries=").append(map.maxEntries()).append('\n');
    }
    assertEquals(resource(name + ".listing"), listing.toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ListingTest.class.getResourceAsStream("listings/" + name)) {
      return in == null ? "missing " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aScriptThatPrintsNothingHasNoRingBuffer() {
    CompiledScript script = compile("t:block:block_rq_issue { @ = hist(args.bytes); }");
    assertEquals(1, script.maps().size());
    assertEquals(MapType.PERCPU_ARRAY, script.maps().getFirst().type());
  }

  @Test
  void probesOfABlockShareAProgramUnlessTheirFieldsMatter() {
    assertEquals(1, compile("t:block:* { @ = count(); }").programs().size());
    assertEquals(2, compile("t:block:* { @ = sum(args.nr_sector); }").programs().size());
    assertEquals(2, compile("t:block:* { @[probe] = count(); }").programs().size());
    assertEquals(2, compile("t:block:* { @ = count(); }").probes());
    assertEquals(
        List.of("BEGIN", "END"),
        compile("BEGIN, END { @ = count(); }").programs().stream()
            .map(each -> each.name())
            .toList());
  }
}
