package dev.skep.abi;

import java.util.List;
import java.util.Set;

/**
 * What a helper takes and returns: the kernel's {@code struct bpf_func_proto}.
 *
 * @param helper the helper
 * @param returns what it leaves in R0
 * @param traits what else a call does
 * @param arguments R1 and following, at most five
 */
public record HelperSignature(
    Helper helper, HelperReturn returns, Set<HelperTrait> traits, List<HelperArgument> arguments) {
  public HelperSignature {
    traits = Set.copyOf(traits);
    arguments = List.copyOf(arguments);
  }

  /** Whether a trait is among its traits. */
  public boolean has(HelperTrait trait) {
    return traits.contains(trait);
  }

  /** Whether only programs under a GPL-compatible licence may call it. */
  public boolean gplOnly() {
    return has(HelperTrait.GPL_ONLY);
  }

  /** Whether only sleepable programs may call it. */
  public boolean maySleep() {
    return has(HelperTrait.MAY_SLEEP);
  }

  /** Whether the argument after the given one (counted from 0) holds its size. */
  public boolean isSizedByNext(int argument) {
    return argument + 1 < arguments.size() && arguments.get(argument + 1).type().isSizeOfPrevious();
  }
}
