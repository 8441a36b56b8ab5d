package dev.skep.object;

import dev.skep.isa.Code;
import dev.skep.object.elf.ElfSection;
import java.util.List;
import java.util.Map;

/**
 * A section of instructions, with what its relocations say.
 *
 * @param section the ELF section
 * @param code its instructions
 * @param functions its functions by ascending start
 * @param meanings what the relocated instructions mean, by slot in the section
 */
record CodeSection(
    ElfSection section,
    Code code,
    List<FunctionRange> functions,
    Map<Integer, CodeMeaning> meanings) {

  /** The function that starts at a slot, or null. */
  @org.jspecify.annotations.Nullable
  FunctionRange functionAt(int slot) {
    for (FunctionRange function : functions) {
      if (function.slot() == slot) {
        return function;
      }
    }
    return null;
  }
}
