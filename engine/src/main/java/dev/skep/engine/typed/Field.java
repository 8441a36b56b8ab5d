package dev.skep.engine.typed;

/**
 * A place in a layout.
 *
 * @param name the path of names that leads to it, with dots: {@code key.pid}
 * @param offset from the start of the whole, in bytes
 * @param size in bytes
 * @param kind what its bytes are
 */
public record Field(String name, int offset, int size, Kind kind) {

  /** What bytes are. */
  public enum Kind {
    SIGNED("signed"),
    UNSIGNED("unsigned"),
    FLOATING("floating"),
    TEXT("text");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind in a word. */
    public String label() {
      return label;
    }
  }

  /**
   * Whether another field is the same but for the spelling of its name: {@code startNanos} and
   * {@code start_nanos} are alike.
   */
  boolean fits(Field other) {
    return offset == other.offset
        && size == other.size
        && kind == other.kind
        && plain(name).equals(plain(other.name));
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != '_') {
        plain.append(Character.toLowerCase(name.charAt(i)));
      }
    }
    return plain.toString();
  }

  @Override
  public String toString() {
    return offset + " " + name + " " + kind.label() + " " + size;
  }
}
