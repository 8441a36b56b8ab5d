package dev.skep.object;

import dev.skep.spec.Reference;

/**
 * What an instruction of a linked program means by name.
 *
 * @param kind in which name space
 * @param name the name: of a map (data sections are maps under their own names), a kernel symbol, a
 *     kernel function, or a value of the kernel's configuration
 * @param offset bytes into the first value of the map; 0 where there is no map
 * @param weak whether the program can do without it
 * @param typed whether a kernel variable has a type, so that its BTF id is meant, not its address
 */
public record SymbolReference(Kind kind, String name, int offset, boolean weak, boolean typed) {

  /** Name spaces. */
  public enum Kind {
    MAP("map"),
    KERNEL_VARIABLE("ksym"),
    KERNEL_FUNCTION("kfunc"),
    CONFIGURATION("kconfig");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word that object dumps use. */
    public String label() {
      return label;
    }
  }

  static SymbolReference map(String name, int offset) {
    return new SymbolReference(Kind.MAP, name, offset, false, false);
  }

  /** What an engine is told. */
  Reference forEngine() {
    return switch (kind) {
      case MAP -> new Reference.ToMap(name);
      case CONFIGURATION -> new Reference.ToMap(Externs.CONFIGURATION);
      case KERNEL_VARIABLE -> new Reference.ToKernelVariable(name, weak);
      case KERNEL_FUNCTION -> new Reference.ToKfunc(name, weak);
    };
  }
}
