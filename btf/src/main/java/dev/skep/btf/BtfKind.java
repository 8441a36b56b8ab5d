package dev.skep.btf;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of BTF types, by the numbers of {@code linux/btf.h}. The ordinal is the number on disk.
 */
public enum BtfKind {
  VOID(BtfType.VoidType.class),
  INT(BtfType.Int.class),
  POINTER(BtfType.Pointer.class),
  ARRAY(BtfType.Array.class),
  STRUCT(BtfType.Struct.class),
  UNION(BtfType.Union.class),
  ENUM(BtfType.Enum32.class),
  FORWARD(BtfType.Forward.class),
  TYPEDEF(BtfType.Typedef.class),
  VOLATILE(BtfType.Volatile.class),
  CONST(BtfType.Const.class),
  RESTRICT(BtfType.Restrict.class),
  FUNCTION(BtfType.Function.class),
  FUNCTION_PROTOTYPE(BtfType.FunctionPrototype.class),
  VARIABLE(BtfType.Variable.class),
  DATA_SECTION(BtfType.DataSection.class),
  FLOAT(BtfType.FloatingPoint.class),
  DECLARATION_TAG(BtfType.DeclarationTag.class),
  TYPE_TAG(BtfType.TypeTag.class),
  ENUM64(BtfType.Enum64.class);

  private static final BtfKind[] BY_NUMBER = values();

  private final Class<? extends BtfType> type;

  BtfKind(Class<? extends BtfType> type) {
    this.type = type;
  }

  /** The kind with this number on disk, or null when there is none. */
  public static @Nullable BtfKind ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  /** The number on disk. */
  public int number() {
    return ordinal();
  }

  /** The record that holds types of this kind. */
  public Class<? extends BtfType> type() {
    return type;
  }

  /**
   * How many bytes follow the 12 bytes that all types have in common, for {@code count} elements.
   */
  int trailingBytes(int count) {
    return switch (this) {
      case VOID, POINTER, FORWARD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNCTION, FLOAT, TYPE_TAG ->
          0;
      case INT, VARIABLE, DECLARATION_TAG -> 4;
      case ARRAY -> 12;
      case ENUM, FUNCTION_PROTOTYPE -> 8 * count;
      case STRUCT, UNION, DATA_SECTION, ENUM64 -> 12 * count;
    };
  }
}
