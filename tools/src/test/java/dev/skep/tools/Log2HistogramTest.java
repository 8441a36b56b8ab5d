package dev.skep.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.trace.output.PrintedValue.Bucket;
import dev.skep.trace.output.PrintedValue.Histogram;
import java.util.List;
import org.junit.jupiter.api.Test;

class Log2HistogramTest {
  private static String text(Bucket... buckets) {
    Log2Histogram histogram = new Log2Histogram();
    histogram.add(new Histogram(true, List.of(buckets)));
    StringBuilder out = new StringBuilder();
    histogram.appendText(out, "kbytes");
    return out.toString();
  }

  @Test
  void rowsGoFromTheFirstToTheLastThatHoldsSomethingAndZeroAndOneShareOne() {
    assertEquals(
        """
             kbytes              : count     distribution
                 0 -> 1          : 3        |******************************          |
                 2 -> 3          : 0        |                                        |
                 4 -> 7          : 4        |****************************************|
        """,
        text(new Bucket(0, 0, 1), new Bucket(1, 1, 2), new Bucket(4, 7, 4)));
  }

  @Test
  void moreThan32RowsAreWiderAndHaveShorterBars() {
    String[] lines = text(new Bucket(1L << 32, (1L << 33) - 1, 5)).split("\n");
    assertEquals(34, lines.length);
    assertEquals(
        " ".repeat(15) + "kbytes" + " ".repeat(23) + " : count     distribution", lines[0]);
    assertEquals(
        " ".repeat(10)
            + "4294967296 -> 8589934591"
            + " ".repeat(10)
            + " : 5        |"
            + "*".repeat(20)
            + "|",
        lines[33]);
  }

  @Test
  void nothingGivesNothing() {
    assertEquals("", text());
    assertEquals("", text(new Bucket(Long.MIN_VALUE, -1, 7)));
  }
}
