package dev.skep.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void numbersAreUniqueAndFoundWithEitherSign() {
    assertEquals(
        Errno.values().length,
        Arrays.stream(Errno.values()).mapToInt(Errno::number).distinct().count());
    for (Errno each : Errno.values()) {
      assertEquals(Optional.of(each), Errno.of(each.number()));
      assertEquals(Optional.of(each), Errno.of(-each.number()));
      assertTrue(each.text().length() > 2, each.name());
    }
  }

  @Test
  void theKernelsOwnNotSupportedIsKnown() {
    assertEquals(Optional.of(Errno.ENOTSUPP), Errno.of(524));
    assertEquals("EINVAL (invalid argument)", Errno.describe(22));
    assertEquals("errno 4000", Errno.describe(4000));
    assertEquals("errno " + Integer.MIN_VALUE, Errno.describe(Integer.MIN_VALUE));
    assertEquals(Optional.empty(), Errno.of(0));
  }
}
