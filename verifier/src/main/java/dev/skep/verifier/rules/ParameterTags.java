package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.HashSet;
import java.util.Set;

/** The declaration tags of one parameter: {@code __arg_nonnull} and the like of bpf_helpers.h. */
record ParameterTags(Set<String> names) {
  private static final String PREFIX = "arg:";

  static ParameterTags of(Btf btf, int function, int parameter) {
    Set<String> names = new HashSet<>();
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.DeclarationTag tag
          && tag.typeId() == function
          && tag.componentIndex() == parameter
          && tag.name().startsWith(PREFIX)) {
        names.add(tag.name().substring(PREFIX.length()));
      }
    }
    return new ParameterTags(names);
  }

  boolean has(String name) {
    return names.contains(name);
  }
}
