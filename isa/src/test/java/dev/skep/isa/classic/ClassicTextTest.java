package dev.skep.isa.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.isa.FuzzBudget;
import dev.skep.isa.MalformedCodeException;
import dev.skep.isa.MemorySize;
import dev.skep.isa.text.AssemblyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicTextTest {

  private static String fixture(String name) throws IOException {
    String path = "/dev/skep/isa/fixtures/classic/" + name;
    try (InputStream in = ClassicTextTest.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "arithmetic", "shifts", "vlan", "empty", "none", "broadcast"})
  void programsAreWrittenAsTcpdumpWritesThem(String name) throws IOException {
    List<ClassicInstruction> program = ClassicText.parseNumbers(fixture(name + ".ddd"));
    assertEquals(fixture(name + ".d"), ClassicText.listing(program));
    assertEquals(fixture(name + ".dd"), ClassicText.initializers(program));
    assertEquals(fixture(name + ".ddd"), ClassicText.numbers(program));
    assertEquals(Optional.empty(), ClassicCheck.firstFault(program));
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      assertEquals(program, ClassicCodec.decode(ClassicCodec.encode(program, order), order));
    }
  }

  @Test
  void everyAncillaryHasItsOffsetAndName() {
    for (Ancillary ancillary : Ancillary.values()) {
      List<ClassicInstruction> program =
          List.of(new ClassicInstruction.LoadAncillary(MemorySize.W, ancillary));
      assertEquals(program, ClassicText.parseNumbers(ClassicText.numbers(program)));
      assertEquals(
          "(000) ld       [" + ancillary.tcpdumpName() + "]\n", ClassicText.listing(program));
    }
    assertEquals(-4096 + 60, Ancillary.VLAN_PROTOCOL.offset());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1:1: expected instructions=the number of instructions but found 0",
        "2@6 0 0 0 | line 2:1: expected instructions=2 but found 1",
        "1@6 0 0 | line 2:1: expected code, jt, jf and k but found \"6 0 0\"",
        "1@6 0 0 x | line 2:7: \"x\" is no decimal number from 0 to 4294967295",
        "1@6 0 0 4294967296 | line 2:7: \"4294967296\" is no decimal number from 0 to 4294967295",
        "1@6 256 0 0 | line 2:1: code is at most 65535, jt and jf are at most 255",
      })
  void mistakesInNumbersAreNamed(String text, String message) {
    assertEquals(
        message,
        assertThrows(
                AssemblyException.class, () -> ClassicText.parseNumbers(text.replace('@', '\n')))
            .getMessage());
  }

  @Test
  void anUnknownCodeIsMalformed() {
    assertEquals(
        "slot 0: unknown classic code 0xc4 (c4 00 00 00 01 00 00 00)",
        assertThrows(MalformedCodeException.class, () -> ClassicText.parseNumbers("1,196 0 0 1"))
            .getMessage());
  }

  @Test
  void anyBytesAreAProgramOrMalformed() {
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      for (int i = 1; i < bytes.length; i += 8) {
        bytes[i] = 0;
      }
      try {
        List<ClassicInstruction> program = ClassicCodec.decode(bytes, ByteOrder.LITTLE_ENDIAN);
        assertEquals(program, ClassicText.parseNumbers(ClassicText.numbers(program)));
        assertEquals(program.size(), ClassicText.listing(program).lines().count());
      } catch (MalformedCodeException malformed) {
        assertEquals(1, malformed.reason().lines().count());
      }
    });
  }
}
