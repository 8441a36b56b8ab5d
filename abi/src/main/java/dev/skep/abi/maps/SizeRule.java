package dev.skep.abi.maps;

/**
 * Which sizes are accepted.
 *
 * @param minimum the least number of bytes
 * @param maximum the most; {@link Integer#MAX_VALUE} where only memory limits it
 * @param multiple what the number of bytes must be a multiple of
 */
public record SizeRule(int minimum, int maximum, int multiple) {
  static SizeRule exactly(int bytes) {
    return new SizeRule(bytes, bytes, 1);
  }

  static SizeRule atLeast(int bytes) {
    return new SizeRule(bytes, Integer.MAX_VALUE, 1);
  }

  /** Whether only one size is accepted. */
  public boolean isFixed() {
    return minimum == maximum;
  }

  /** Whether a number of bytes is accepted. */
  public boolean accepts(int bytes) {
    return bytes >= minimum && bytes <= maximum && bytes % multiple == 0;
  }

  @Override
  public String toString() {
    if (isFixed()) {
      return minimum + " bytes";
    }
    String most = maximum == Integer.MAX_VALUE ? "" : " and at most " + maximum;
    String step = multiple == 1 ? "" : " and a multiple of " + multiple;
    return "at least " + minimum + most + step + " bytes";
  }
}
