package dev.skep.kernel;

import dev.skep.engine.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * How many CPUs could ever be present: the number of slots of a per-CPU value, which may be larger
 * than the number of CPUs that are online.
 */
final class PossibleCpus {
  private static final Path LIST = Path.of("/sys/devices/system/cpu/possible");

  private PossibleCpus() {}

  /** Reads the number from the kernel. */
  static int read() {
    try {
      return count(Files.readString(LIST).strip());
    } catch (IOException e) {
      throw new UnsupportedException("cannot read the possible CPUs from " + LIST, e);
    }
  }

  /**
   * How many numbers a list such as {@code 0-3,8-11} holds: the kernel copies one slot for each
   * possible CPU, without gaps.
   */
  static int count(String list) {
    return numbers(list).length;
  }

  /** The numbers of a list such as {@code 0-3,8-11}. */
  static int[] numbers(String list) {
    IntStream.Builder numbers = IntStream.builder();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(range.substring(0, dash < 0 ? range.length() : dash), list);
      int last = dash < 0 ? first : number(range.substring(dash + 1), list);
      IntStream.rangeClosed(first, last).forEach(numbers);
    }
    return numbers.build().toArray();
  }

  private static int number(String digits, String list) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new UnsupportedException("not a list of CPUs: \"" + list + "\"", e);
    }
  }
}
