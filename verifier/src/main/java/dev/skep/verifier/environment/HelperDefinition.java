package dev.skep.verifier.environment;

import dev.skep.abi.Helper;
import dev.skep.abi.HelperArgument;
import dev.skep.abi.HelperReturn;
import dev.skep.abi.HelperSignature;
import dev.skep.abi.HelperTrait;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A helper that programs may call: one of Linux's, or one that a host adds.
 *
 * @param id the number that a call names
 * @param name the name, as the kernel spells it after {@code bpf_}
 * @param known which of Linux's helpers it is; empty for a host's
 * @param returns what it leaves in R0
 * @param traits what else a call does
 * @param arguments R1 and following, at most five
 */
public record HelperDefinition(
    int id,
    String name,
    Optional<Helper> known,
    HelperReturn returns,
    Set<HelperTrait> traits,
    List<HelperArgument> arguments) {
  public HelperDefinition {
    traits = Set.copyOf(traits);
    arguments = List.copyOf(arguments);
  }

  /** One of Linux's helpers. */
  public static HelperDefinition of(HelperSignature signature) {
    Helper helper = signature.helper();
    return new HelperDefinition(
        helper.id(),
        "bpf_" + helper.name().toLowerCase(java.util.Locale.ROOT),
        Optional.of(helper),
        signature.returns(),
        signature.traits(),
        signature.arguments());
  }

  /** Whether it is this helper of Linux. */
  public boolean is(Helper helper) {
    return known.isPresent() && known.get() == helper;
  }

  /** Whether a trait is among its traits. */
  public boolean has(HelperTrait trait) {
    return traits.contains(trait);
  }
}
