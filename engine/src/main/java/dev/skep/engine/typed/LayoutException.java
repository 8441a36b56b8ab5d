package dev.skep.engine.typed;

/**
 * A record that does not fit a map: the first line says what differs, the others show both layouts
 * side by side.
 */
public final class LayoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A misfit, with a text that may have several lines. */
  public LayoutException(String message) {
    super(message);
  }
}
