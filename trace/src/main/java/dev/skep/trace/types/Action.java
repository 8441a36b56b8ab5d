package dev.skep.trace.types;

import dev.skep.trace.format.FormatString;
import java.util.List;

/**
 * What a program may ask user space for. A record in the ring buffer is the action's number as 8
 * bytes, then each argument: 8 bytes for an integer, for a string its bytes filled up to 8.
 */
public sealed interface Action {

  /** {@code printf}: the arguments' types are in the record's order. */
  record Print(FormatString format, List<Type> arguments) implements Action {}

  /** {@code print} of a value. */
  record PrintValue(Type type) implements Action {}

  /**
   * {@code print} of a map.
   *
   * @param top how many entries at most, the greatest; 0 for all
   * @param divisor what values are divided by
   */
  record PrintMap(String map, int top, long divisor) implements Action {}

  /**
   * {@code clear} of a map.
   *
   * @param printed whether the same run has asked to print it before: what that showed is what is
   *     cleared, so that nothing between the two is lost
   */
  record Clear(String map, boolean printed) implements Action {}

  /** {@code zero} of a map. */
  record Zero(String map, boolean printed) implements Action {}

  /** {@code time}, in strftime(3)'s format. */
  record Time(String format) implements Action {}

  /** {@code exit}. */
  record Exit() implements Action {}
}
