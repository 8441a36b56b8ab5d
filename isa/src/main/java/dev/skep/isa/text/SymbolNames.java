package dev.skep.isa.text;

import dev.skep.isa.Instruction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Names for what instructions give by number. Every method may return {@code null} for "unknown";
 * the disassembler then writes the number.
 */
public interface SymbolNames {
  /** The name of a helper, like {@code bpf_map_lookup_elem} for 1. */
  default @Nullable String helper(int id) {
    return null;
  }

  /** The name of a kernel function. */
  default @Nullable String kernelFunction(Instruction.CallKfunc call) {
    return null;
  }

  /** The name of a subprogram. */
  default @Nullable String subprogram(Instruction.CallSubprogram call) {
    return null;
  }

  /** What stands for a 64-bit immediate in the kernel's spelling, instead of its number. */
  default @Nullable String immediate(Instruction.LoadImmediate64 load) {
    return null;
  }

  /** No names at all. */
  static SymbolNames none() {
    return new SymbolNames() {};
  }

  /** Names of helpers only. */
  static SymbolNames ofHelpers(IntFunction<@Nullable String> nameOfId) {
    return new SymbolNames() {
      @Override
      public @Nullable String helper(int id) {
        return nameOfId.apply(id);
      }
    };
  }
}
