package dev.skep.trace.syntax;

/** The names of the integer types that a cast may name. */
public final class IntegerTypeNames {
  private IntegerTypeNames() {}

  /** Whether a name is an integer type's. */
  public static boolean contains(String name) {
    return bits(name) != 0;
  }

  /** How many bits a type has; 0 when the name is not an integer type's. */
  public static int bits(String name) {
    return switch (name) {
      case "int8", "uint8", "int8_t", "uint8_t", "bool", "char" -> 8;
      case "int16", "uint16", "int16_t", "uint16_t", "short" -> 16;
      case "int32", "uint32", "int32_t", "uint32_t", "int" -> 32;
      case "int64", "uint64", "int64_t", "uint64_t", "long", "size_t" -> 64;
      default -> 0;
    };
  }

  /** Whether a type has a sign. */
  public static boolean signed(String name) {
    return !name.startsWith("u") && !name.equals("bool") && !name.equals("size_t");
  }
}
