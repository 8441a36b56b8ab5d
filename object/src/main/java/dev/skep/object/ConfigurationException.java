package dev.skep.object;

/** An object cannot be configured as asked: it has no such program, map or variable. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong, with names and what there is instead. */
  public ConfigurationException(String message) {
    super(message);
  }
}
