package dev.skep.isa.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.isa.Code;
import dev.skep.isa.FuzzBudget;
import dev.skep.isa.RandomInstructions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AssemblerFuzzTest {
  private static final Disassembler ASSEMBLY = Disassembler.of(Spelling.ASSEMBLY);
  private static final String ALPHABET =
      "rw0123456789abcdefxl+-*/%&|^=<>()[]:#@,;. \n\tsukgoto_\u00e9\ud83d\ude00\u0000";

  @Test
  void mutatedAssemblyIsCodeOrAnAssemblyException() {
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      RandomInstructions instructions = new RandomInstructions(seed);
      Code code = Code.of(instructions.instruction(), instructions.instruction());
      StringBuilder text = new StringBuilder(ASSEMBLY.listing(code));
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutate(text, random);
      }
      check(text.toString());
    });
  }

  private static void mutate(StringBuilder text, SplittableRandom random) {
    int at = random.nextInt(text.length());
    char character = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    switch (random.nextInt(3)) {
      case 0 -> text.setCharAt(at, character);
      case 1 -> text.insert(at, character);
      default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(5)));
    }
  }

  private static void check(String text) {
    try {
      Code code = Assembler.assemble(text);
      assertEquals(code, Assembler.assemble(ASSEMBLY.listing(code)));
    } catch (AssemblyException wrong) {
      assertFalse(String.valueOf(wrong.getMessage()).contains("\n"), wrong.getMessage());
    }
  }
}
