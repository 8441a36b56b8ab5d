package dev.skep.trace.codegen;

import dev.skep.isa.Code;
import dev.skep.spec.Reference;
import java.util.Map;

/**
 * A routine as BPF.
 *
 * @param code the instructions; empty when the stack or the code would be too large
 * @param references the maps that instructions name
 * @param stackBytes how much stack it takes
 * @param slots how many instruction slots it takes
 */
public record GeneratedCode(
    Code code, Map<Integer, Reference> references, int stackBytes, int slots) {
  public GeneratedCode {
    references = Map.copyOf(references);
  }
}
