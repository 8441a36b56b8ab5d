package dev.skep.isa.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.FuzzBudget;
import dev.skep.isa.MalformedCodeException;
import dev.skep.testkit.Requires;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassicCheckTest {
  private static final ClassicInstruction RETURN = new ClassicInstruction.ReturnConstant(1);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | the program is empty",
        "1,135 0 0 0 | the last instruction is no ret",
        "2,52 0 0 0,6 0 0 1 | (000) division by the constant 0",
        "2,100 0 0 32,6 0 0 1 | (000) shift by bits=32, at most 31",
        "2,2 0 0 16,6 0 0 1 | (000) scratch cell=16, they are 0 to 15",
        "2,96 0 0 3,6 0 0 1 | (000) scratch cell=3 is not written on every path to here",
        "2,21 0 1 0,6 0 0 1 | (000) jump to instruction=2, past the last",
        "2,5 0 0 4294967295,6 0 0 1 | (000) jump to instruction=4294967296, past the last",
        "2,32 0 0 4294963264,6 0 0 1 | (000) load at offset=-4032, an ancillary that Linux does not know",
        "4,21 0 1 0,2 0 0 3,96 0 0 3,6 0 0 1 | (002) scratch cell=3 is not written on every path to here",
      })
  void faultsAreNamed(String numbers, String message) {
    List<ClassicInstruction> program = ClassicText.parseNumbers(numbers);
    assertEquals(Optional.of(message), ClassicCheck.firstFault(program).map(ClassicFault::message));
  }

  @Test
  void theLimitIs4096Instructions() {
    assertEquals(Optional.empty(), ClassicCheck.firstFault(Collections.nCopies(4096, RETURN)));
    assertEquals(
        Optional.of(new ClassicFault.TooLong(4097)),
        ClassicCheck.firstFault(Collections.nCopies(4097, RETURN)));
  }

  @Test
  void theVerdictIsTheKernelsOnRandomPrograms() throws Throwable {
    Requires.kernel();
    int[] verdicts = new int[2];
    try (KernelFilter kernel = new KernelFilter()) {
      FuzzBudget.forEachSeed(seed -> {
        byte[] bytes = randomProgram(new SplittableRandom(seed));
        boolean taken = kernel.takes(bytes);
        assertEquals(taken, weTake(bytes), () -> java.util.Arrays.toString(bytes));
        verdicts[taken ? 1 : 0]++;
      });
    }
    assertTrue(verdicts[0] > 20 && verdicts[1] > 20, "too one-sided");
  }

  private static boolean weTake(byte[] bytes) {
    try {
      List<ClassicInstruction> program = ClassicCodec.decode(bytes, ByteOrder.nativeOrder());
      return ClassicCheck.firstFault(program).isEmpty();
    } catch (MalformedCodeException malformed) {
      return false;
    }
  }

  private static byte[] randomProgram(SplittableRandom random) {
    int[] known = {
      0x00, 0x01, 0x02, 0x03, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x60, 0x61, 0x80, 0x81, 0xb1,
      0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x64, 0x6c, 0x74,
      0x7c, 0x84, 0x94, 0x9c, 0xa4, 0xac, 0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d,
      0x06, 0x16, 0x07, 0x87, 0x02, 0x60, 0x03, 0x61, 0x02, 0x60
    };
    int[] constants = {0, 1, 2, 3, 15, 16, 31, 32, -4096, -4096 + 20, -4036, -4035, -4032, -1, 14};
    int length = 1 + random.nextInt(6);
    ByteBuffer bytes = ByteBuffer.allocate(8 * length).order(ByteOrder.nativeOrder());
    for (int i = 0; i < length; i++) {
      boolean last = i == length - 1 && random.nextInt(8) != 0;
      boolean any = random.nextInt(60) == 0;
      int code = any ? random.nextInt(0x200) : known[random.nextInt(known.length)];
      bytes.putShort((short) (last ? 0x06 : code));
      bytes.put((byte) random.nextInt(3)).put((byte) random.nextInt(3));
      int small = random.nextInt(3);
      bytes.putInt(random.nextInt(3) == 0 ? constants[random.nextInt(constants.length)] : small);
    }
    return bytes.array();
  }
}
