package dev.skep.isa.text;

import dev.skep.isa.Register;
import dev.skep.isa.Width;
import org.jspecify.annotations.Nullable;

/** A register as text names it, with the width in which it is used. */
record RegisterName(Width width, Register register) {

  /** The register of a word like {@code r10} or {@code w3}, {@code null} if it is none. */
  static @Nullable RegisterName parse(String word) {
    if (word.length() < 2 || word.length() > 3) {
      return null;
    }
    char letter = word.charAt(0);
    Register register = number(word.substring(1));
    if (register == null || (letter != 'r' && letter != 'w')) {
      return null;
    }
    return new RegisterName(letter == 'r' ? Width.W64 : Width.W32, register);
  }

  private static @Nullable Register number(String digits) {
    if (digits.equals("10")) {
      return Register.R10;
    }
    char digit = digits.charAt(0);
    return digits.length() == 1 && digit >= '0' && digit <= '9' ? Register.of(digit - '0') : null;
  }
}
