package dev.skep.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatStringTest {
  /** What printf(3) prints for the same format, with ll in front of the letter. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          %d, -5, `-5`
          %5d, 42, `   42`
          %-5d, 42, `42   `
          %05d, -42, `-0042`
          %+d, 5, `+5`
          `% d`, 5, ` 5`
          %.3d, 5, `005`
          %8.3d, -5, `    -005`
          %08.3d, 5, `     005`
          %.0d, 0, ``
          %u, -1, `18446744073709551615`
          %x, 255, `ff`
          %#x, 255, `0xff`
          %#x, 0, `0`
          %#08x, 255, `0x0000ff`
          %X, 48879, `BEEF`
          %#X, 255, `0XFF`
          %o, 8, `10`
          %#o, 8, `010`
          %c, 65, `A`
          %3c, 65, `  A`
          %p, 4096, `0x1000`
          %hhd, 511, `-1`
          %hx, 65537, `1`
          %lld, -1, `-1`
          %zu, 7, `7`
          """)
  void numbersPrintAsInC(String format, long value, String printed)
      throws FormatString.MalformedException {
    assertEquals(printed, FormatRenderer.render(FormatString.parse(format), List.of(value)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          %s, abc, `abc`
          %5s, abc, `  abc`
          %-5s, abc, `abc  `
          %.2s, abc, `ab`
          `<%5.1s>`, abc, `<    a>`
          `%%%s%%`, abc, `%abc%`
          """)
  void stringsPrintAsInC(String format, String value, String printed)
      throws FormatString.MalformedException {
    assertEquals(printed, FormatRenderer.render(FormatString.parse(format), List.of(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%5", "%l", "%y", "%5.", "%99999d", "%.99999s", "%*d", "%n", "%f"})
  void conversionsThatAreNotUnderstoodAreRefused(String format) {
    assertThrows(FormatString.MalformedException.class, () -> FormatString.parse(format));
  }
}
