package dev.skep.object;

/** Something that an object declares and the kernel defines. */
sealed interface Extern {

  /** The name that the object uses. */
  String name();

  /** Whether the object can do without it. */
  boolean weak();

  /** In which name space the kernel has it. */
  default SymbolReference.Kind kind() {
    return switch (this) {
      case Configuration _ -> SymbolReference.Kind.CONFIGURATION;
      case Variable _ -> SymbolReference.Kind.KERNEL_VARIABLE;
      case Function _ -> SymbolReference.Kind.KERNEL_FUNCTION;
    };
  }

  /**
   * A value of the kernel's configuration, kept in the map {@code .kconfig}.
   *
   * @param typeId its type in the object's BTF
   * @param offset where it is in the map's value, in bytes
   * @param size how many bytes it takes there
   */
  record Configuration(String name, boolean weak, int typeId, int offset, int size)
      implements Extern {}

  /**
   * A variable of the kernel.
   *
   * @param typeId its type in the object's BTF; 0 when it is declared {@code void}, so that only
   *     its address is meant
   */
  record Variable(String name, boolean weak, int typeId) implements Extern {}

  /**
   * A function of the kernel.
   *
   * @param typeId its {@code FUNC} in the object's BTF
   */
  record Function(String name, boolean weak, int typeId) implements Extern {}
}
