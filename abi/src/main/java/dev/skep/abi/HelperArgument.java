package dev.skep.abi;

import java.util.Optional;
import java.util.Set;

/**
 * One argument of a helper.
 *
 * @param type what must be passed
 * @param flags what qualifies it
 * @param fixedSize the bytes of memory with {@link ArgumentFlag#FIXED_SIZE}, else 0
 * @param btfType the kernel structure of a {@link ArgumentType#PTR_TO_BTF_ID}; empty where the
 *     kernel takes it from elsewhere (the field of {@code kptr_xchg})
 */
public record HelperArgument(
    ArgumentType type, Set<ArgumentFlag> flags, int fixedSize, Optional<String> btfType) {
  public HelperArgument {
    flags = Set.copyOf(flags);
  }

  static HelperArgument of(ArgumentType type, ArgumentFlag... flags) {
    return new HelperArgument(type, Set.of(flags), 0, Optional.empty());
  }

  static HelperArgument ofSize(int bytes, ArgumentFlag... flags) {
    return new HelperArgument(ArgumentType.PTR_TO_MEM, Set.of(flags), bytes, Optional.empty());
  }

  static HelperArgument ofObject(String btfType, ArgumentFlag... flags) {
    return new HelperArgument(ArgumentType.PTR_TO_BTF_ID, Set.of(flags), 0, Optional.of(btfType));
  }

  /** Whether a flag qualifies it. */
  public boolean has(ArgumentFlag flag) {
    return flags.contains(flag);
  }
}
