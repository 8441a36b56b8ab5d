package dev.skep.isa.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.isa.Code;
import dev.skep.isa.FuzzBudget;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.isa.conformance.ConformanceFile.Program;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceFileTest {
  private static final String WHOLE =
      """
      # what it tests
      -- asm
      mov %r0, -1 # a comment
      exit
      -- mem
      00 01 FF
      2a
      -- no register offset
      -- result
      0xffffffffffffffff
      """;

  @Test
  void sectionsBecomeProgramMemoryAndResult() {
    ConformanceFile file = ConformanceFile.parse(WHOLE);
    Code code =
        Code.of(
            new Instruction.Move(Width.W64, Register.R0, Operand.of(-1)), new Instruction.Exit());
    assertEquals(new Program.Decoded(code), file.program());
    assertArrayEquals(new byte[] {0, 1, -1, 42}, file.memoryBytes());
    assertEquals(OptionalLong.of(-1), file.result());
    assertEquals(Optional.empty(), file.error());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "b7 00 00 00 05 00 00 00@95 00 00 00 00 00 00 00",
        "0x00000005000000b7@0x0000000000000095",
      })
  void rawIsBytesOrLittleEndianWords(String raw) {
    ConformanceFile file =
        ConformanceFile.parse("-- raw\n" + raw.replace("@", "\n") + "\n-- error\n");
    Code code =
        Code.of(
            new Instruction.Move(Width.W64, Register.R0, Operand.of(5)), new Instruction.Exit());
    assertEquals(new Program.Decoded(code), file.program());
    assertEquals(Optional.of(""), file.error());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-- asm@exit | neither -- result nor -- error says what is expected",
        "-- result@1 | there is no program: neither -- asm nor -- raw",
        "-- asm@-- result@1 | the program of -- asm is empty",
        "-- asm@exit@-- wrong@-- result@1 | line 3: unknown section \"wrong\"",
        "-- asm@# one@mvo %r0, 1@-- result@1 | line 3:1: unknown mnemonic \"mvo\"",
        "-- asm@exit@-- mem@0g@-- result@1 | -- mem has \"0g\", no hexadecimal byte",
        "-- asm@exit@-- mem@012@-- result@1 | -- mem has \"012\", no hexadecimal byte",
        "-- asm@exit@-- result@one | -- result has no 64-bit number: \"one\"",
        "-- raw@95 00@-- result@1 | slot 0: the last slot is incomplete: a slot has 8 bytes (95 00)",
      })
  void whatIsWrongIsNamed(String text, String reason) {
    ConformanceFile file = ConformanceFile.parse(text.replace("@", "\n"));
    assertEquals(new Program.Unreadable(reason), file.program());
  }

  @Test
  void mutatedFilesNeverThrow() {
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder(WHOLE);
      for (int i = random.nextInt(5); i >= 0; i--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, (char) random.nextInt(i == 0 ? 0x10000 : 128));
      }
      ConformanceFile.parse(text.toString());
    });
  }
}
