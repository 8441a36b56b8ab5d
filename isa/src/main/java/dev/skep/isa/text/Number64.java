package dev.skep.isa.text;

import org.jspecify.annotations.Nullable;

/**
 * A number as it was written, in the range from −2^63 to 2^64−1.
 *
 * @param bits its value modulo 2^64
 * @param negative whether a minus stood before digits other than zero
 * @param hexadecimal whether it was written with {@code 0x}
 */
record Number64(long bits, boolean negative, boolean hexadecimal) {

  /** The number of these unsigned digits, {@code null} if they are none or too many. */
  static @Nullable Number64 parse(String digits, boolean negative) {
    boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
    int radix = hexadecimal ? 16 : 10;
    long magnitude = 0;
    int start = hexadecimal ? 2 : 0;
    if (start == digits.length()) {
      return null;
    }
    for (int i = start; i < digits.length(); i++) {
      char character = digits.charAt(i);
      int digit = character < 128 ? Character.digit(character, radix) : -1;
      if (digit < 0 || Long.compareUnsigned(magnitude, limit(radix, digit)) > 0) {
        return null;
      }
      magnitude = magnitude * radix + digit;
    }
    if (negative && Long.compareUnsigned(magnitude, Long.MIN_VALUE) > 0) {
      return null;
    }
    return new Number64(negative ? -magnitude : magnitude, negative && magnitude != 0, hexadecimal);
  }

  /** The highest number to which a digit can be appended. */
  private static long limit(int radix, int digit) {
    return Long.divideUnsigned(-1L - digit, radix);
  }

  /** Whether it is a signed 32-bit number or, in hexadecimal, any 32 bits. */
  boolean fitsInt32() {
    if (negative) {
      return bits >= Integer.MIN_VALUE;
    }
    return Long.compareUnsigned(bits, hexadecimal ? 0xffff_ffffL : Integer.MAX_VALUE) <= 0;
  }

  /** Whether it is a signed 16-bit number. */
  boolean fitsInt16() {
    return negative ? bits >= Short.MIN_VALUE : bits >= 0 && bits <= Short.MAX_VALUE;
  }

  @Override
  public String toString() {
    return negative ? Long.toString(bits) : Long.toUnsignedString(bits);
  }
}
