package dev.skep.tools;

/**
 * What a block request does, from the letters of a trace event's {@code rwbs} field: an F first
 * says that the cache is flushed before; then the operation, then flags.
 */
enum BlockOperation {
  READ("read"),
  WRITE("write"),
  FLUSH("flush"),
  DISCARD("discard"),
  ERASE("secure erase"),
  ZONE("zone"),
  OTHER("other");

  private final String label;

  BlockOperation(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static BlockOperation of(String letters) {
    boolean flushFirst =
        letters.length() > 1
            && letters.charAt(0) == 'F'
            && "RWDFZN".indexOf(letters.charAt(1)) >= 0;
    String rest = flushFirst ? letters.substring(1) : letters;
    if (rest.startsWith("DE")) {
      return ERASE;
    }
    return switch (rest.isEmpty() ? ' ' : rest.charAt(0)) {
      case 'R' -> READ;
      case 'W' -> WRITE;
      case 'F' -> FLUSH;
      case 'D' -> DISCARD;
      case 'Z' -> ZONE;
      default -> OTHER;
    };
  }
}
