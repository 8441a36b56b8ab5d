package dev.skep.abi;

import java.util.Optional;
import java.util.Set;

/**
 * What a helper leaves in R0.
 *
 * @param type what it is
 * @param flags what qualifies it
 * @param btfType the kernel structure of a {@link ReturnType#PTR_TO_BTF_ID}; empty where the kernel
 *     takes it from elsewhere (the field of {@code kptr_xchg})
 */
public record HelperReturn(ReturnType type, Set<ReturnFlag> flags, Optional<String> btfType) {
  public HelperReturn {
    flags = Set.copyOf(flags);
  }

  static HelperReturn of(ReturnType type, ReturnFlag... flags) {
    return new HelperReturn(type, Set.of(flags), Optional.empty());
  }

  static HelperReturn ofObject(String btfType, ReturnFlag... flags) {
    return new HelperReturn(ReturnType.PTR_TO_BTF_ID, Set.of(flags), Optional.of(btfType));
  }

  /** Whether a flag qualifies it. */
  public boolean has(ReturnFlag flag) {
    return flags.contains(flag);
  }
}
