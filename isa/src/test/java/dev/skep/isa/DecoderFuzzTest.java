package dev.skep.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {

  @Test
  void anyBytesAreCodeThatEncodesToThemOrMalformed() {
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      check(bytes);
    });
  }

  @Test
  void mutatedSlotsAreCodeThatEncodesToThemOrMalformed() {
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes =
          Encoder.encode(
              Code.of(new RandomInstructions(seed).instruction()), ByteOrder.LITTLE_ENDIAN);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      check(bytes);
    });
  }

  private static void check(byte[] bytes) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      try {
        assertArrayEquals(bytes, Encoder.encode(Decoder.decode(bytes, order), order));
      } catch (MalformedCodeException malformed) {
        assertFalse(malformed.reason().isEmpty());
        assertFalse(String.valueOf(malformed.getMessage()).contains("\n"));
      }
    }
  }
}
