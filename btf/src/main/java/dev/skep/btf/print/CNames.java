package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.HashMap;
import java.util.Map;

/**
 * Names without conflicts: the second type of a name becomes {@code name___2}. Tags of structs,
 * unions and enums are one name space in C, typedefs and enumerators another.
 */
final class CNames {
  private final Btf btf;
  private final Map<String, Integer> tags = new HashMap<>();
  private final Map<String, Integer> identifiers = new HashMap<>();
  private final Map<Integer, String> given = new HashMap<>();

  CNames(Btf btf) {
    this.btf = btf;
  }

  /** The name of a struct, union, enum or integer. */
  String tag(int id) {
    return name(id, tags);
  }

  /** The name of a typedef. */
  String identifier(int id) {
    return name(id, identifiers);
  }

  /** The name of an enumerator, which is defined here and now. */
  String enumerator(String name) {
    return unique(name, identifiers);
  }

  /** Several declarations may name the same type; they define nothing. */
  private String name(int id, Map<String, Integer> space) {
    String known = given.get(id);
    if (known != null) {
      return known;
    }
    BtfType type = btf.type(id);
    boolean declaration =
        type instanceof BtfType.Forward
            || (type instanceof BtfType.Enumeration enumeration
                && enumeration.enumerators().isEmpty());
    String name = type.name().isEmpty() || declaration ? type.name() : unique(type.name(), space);
    given.put(id, name);
    return name;
  }

  private static String unique(String name, Map<String, Integer> space) {
    int count = space.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "___" + count;
  }
}
