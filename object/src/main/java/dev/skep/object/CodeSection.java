package dev.skep.object;

import dev.skep.object.elf.ElfSection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A section of instructions, with what its relocations say.
 *
 * @param section the ELF section
 * @param words its slots as they were compiled; never changed
 * @param functions its functions by ascending start
 * @param meanings what the relocated instructions mean, by slot in the section
 */
@SuppressWarnings("ArrayRecordComponent") // Private to the package, compared by nobody.
record CodeSection(
    ElfSection section,
    long[] words,
    List<FunctionRange> functions,
    Map<Integer, CodeMeaning> meanings) {

  String name() {
    return section.name();
  }

  /** The function that holds a slot, or null. */
  @Nullable FunctionRange functionOf(int slot) {
    return FunctionRange.holding(functions, slot);
  }

  /** The function with a name, or null. */
  @Nullable FunctionRange function(String name) {
    for (FunctionRange function : functions) {
      if (function.name().equals(name)) {
        return function;
      }
    }
    return null;
  }
}
