package dev.skep.isa.text;

import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;

/** Reads one line of assembly from left to right; blanks separate and are otherwise skipped. */
final class LineScanner {
  private final String text;
  private final int line;
  private int position;

  LineScanner(String text, int line) {
    this.text = text;
    this.line = line;
  }

  /** Where the next thing starts, counted from 0. */
  int position() {
    skipBlanks();
    return position;
  }

  void rewind(int to) {
    position = to;
  }

  boolean atEnd() {
    return position() == text.length();
  }

  /** Whether a symbol comes next; nothing is consumed. */
  boolean sees(String symbol) {
    return text.startsWith(symbol, position());
  }

  /** Consumes a symbol if it comes next. */
  boolean accepts(String symbol) {
    boolean seen = sees(symbol);
    if (seen) {
      position += symbol.length();
    }
    return seen;
  }

  void expect(String symbol) {
    if (!accepts(symbol)) {
      throw expected("\"" + symbol + "\"");
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw expected("the end of the line");
    }
  }

  /** The word that comes next: letters, digits, underscores, dots and dollars; may be empty. */
  String word() {
    int start = position();
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Consumes a word if exactly it comes next. */
  boolean acceptsWord(String word) {
    int start = position();
    if (word().equals(word)) {
      return true;
    }
    position = start;
    return false;
  }

  void expectWord(String word) {
    if (!acceptsWord(word)) {
      throw expected("\"" + word + "\"");
    }
  }

  /** A label or mnemonic: a word that does not start with a digit. */
  String name(String what) {
    int start = position();
    String name = word();
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      position = start;
      throw expected(what);
    }
    return name;
  }

  /** Whether a number comes next, with or without sign. */
  boolean seesNumber() {
    int at = position();
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at = firstNonBlank(at + 1);
    }
    return at < text.length() && isDigit(text.charAt(at));
  }

  /** A number of at most 64 bits. */
  Number64 number() {
    int start = position();
    boolean negative = accepts("-");
    boolean signed = negative || accepts("+");
    if (signed && !negative && accepts("-")) {
      negative = true;
    }
    int digits = position();
    String word = word();
    Number64 number = Number64.parse(word, negative);
    if (number == null) {
      position = start;
      if (word.isEmpty() || !isDigit(word.charAt(0))) {
        throw expected("a number");
      }
      position = digits;
      throw error("\"" + word + "\" is no decimal or 0x number of at most 64 bits");
    }
    return number;
  }

  /**
   * A 32-bit number: signed in decimal, any 32 bits in hexadecimal.
   *
   * @param what names the number in the message when it does not fit
   */
  int int32(String what) {
    int start = position();
    Number64 number = number();
    if (!number.fitsInt32()) {
      position = start;
      throw error(what + "=" + number + " does not fit 32 bits");
    }
    return (int) number.bits();
  }

  /** A signed 16-bit number; a sign is optional. */
  short int16(String what) {
    int start = position();
    Number64 number = number();
    if (!number.fitsInt16()) {
      position = start;
      throw error(what + "=" + number + " is not in -32768 to 32767");
    }
    return (short) number.bits();
  }

  /** A register of a width: {@code r0} or {@code w0}. */
  Register register(Width width) {
    int start = position();
    RegisterName name = RegisterName.parse(word());
    if (name == null || name.width() != width) {
      position = start;
      throw expected(width == Width.W64 ? "a register r0 to r10" : "a register w0 to w10");
    }
    return name.register();
  }

  /** A register of any width. */
  RegisterName register() {
    int start = position();
    RegisterName name = RegisterName.parse(word());
    if (name == null) {
      position = start;
      throw expected("a register r0 to r10 or w0 to w10");
    }
    return name;
  }

  /** Whether a register comes next; nothing is consumed. */
  boolean seesRegister() {
    int start = position();
    boolean seen = RegisterName.parse(word()) != null;
    position = start;
    return seen;
  }

  /** A register of a width, or a 32-bit immediate. */
  Operand operand(Width width) {
    return seesRegister() ? register(width) : Operand.of(int32("immediate"));
  }

  /**
   * Where a jump goes: {@code pc+2}, {@code +2} or a label.
   *
   * @param wide whether the offset has 32 bits, else 16
   */
  Draft.Target target(boolean wide) {
    int start = position();
    if (sees("pc+") || sees("pc-")) {
      expect("pc");
    }
    if (sees("+") || sees("-")) {
      return new Draft.Target(null, int32("offset"), wide, placeOf(start));
    }
    return new Draft.Target(name("a label or an offset like +1"), 0, wide, placeOf(start));
  }

  /** Consumes the labels that come next and adds them to a draft. */
  void labels(Draft draft) {
    int start = position();
    String name = word();
    while (!name.isEmpty() && !isDigit(name.charAt(0)) && accepts(":")) {
      draft.label(name, placeOf(start));
      start = position();
      name = word();
    }
    position = start;
  }

  Draft.Position placeOf(int at) {
    return new Draft.Position(line, at + 1);
  }

  /** The error that something else should be at the next position. */
  AssemblyException expected(String what) {
    if (atEnd()) {
      return error("expected " + what + " but the line ends");
    }
    int start = position();
    String found = word();
    position = start;
    return error(
        "expected " + what + " but found \"" + (found.isEmpty() ? codePoint() : found) + "\"");
  }

  /** An error at the next position. */
  AssemblyException error(String reason) {
    return errorAt(position(), reason);
  }

  AssemblyException errorAt(int at, String reason) {
    return new AssemblyException(line, at + 1, reason);
  }

  private String codePoint() {
    int character = text.codePointAt(position);
    return Character.isISOControl(character)
        ? "\\u%04x".formatted(character)
        : Character.toString(character);
  }

  private void skipBlanks() {
    position = firstNonBlank(position);
  }

  private int firstNonBlank(int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isWordPart(char character) {
    return isDigit(character)
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || character == '_'
        || character == '.'
        || character == '$';
  }
}
