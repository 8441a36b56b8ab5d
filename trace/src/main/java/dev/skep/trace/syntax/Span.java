package dev.skep.trace.syntax;

/**
 * A stretch of a script's text.
 *
 * @param start the first character, counted from 0
 * @param end the character behind the last one
 */
public record Span(int start, int end) {
  /** The stretch from this one's start to another's end. */
  public Span to(Span last) {
    return new Span(start, last.end);
  }
}
