package dev.skep.object.core;

/**
 * Names without their flavors. {@code task_struct___old} is a flavor of {@code task_struct}: what
 * follows the last three underscores that stand between other characters is left out
 * (Documentation/bpf/llvm_reloc.rst, libbpf's CO-RE).
 */
final class EssentialName {
  private EssentialName() {}

  /** A name without its flavor. */
  static String of(String name) {
    for (int i = name.length() - 5; i >= 0; i--) {
      if (isSeparator(name, i)) {
        return name.substring(0, i + 1);
      }
    }
    return name;
  }

  private static boolean isSeparator(String name, int at) {
    return name.charAt(at) != '_' && name.startsWith("___", at + 1) && name.charAt(at + 4) != '_';
  }

  /** Whether both are flavors of one name. */
  static boolean same(String one, String other) {
    return of(one).equals(of(other));
  }
}
