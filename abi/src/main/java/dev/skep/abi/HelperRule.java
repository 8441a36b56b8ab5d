package dev.skep.abi;

import java.util.Optional;
import java.util.Set;

/**
 * Under what circumstances programs of one type may call a helper.
 *
 * @param helper the helper
 * @param needs the capabilities of the loader, beyond those that the program type itself asks for
 * @param attachTypes the expected attach types for which it may be called; empty for all
 * @param condition what else must hold
 */
public record HelperRule(
    Helper helper,
    Set<Capability> needs,
    Set<AttachType> attachTypes,
    Optional<HelperCondition> condition) {
  public HelperRule {
    needs = Set.copyOf(needs);
    attachTypes = Set.copyOf(attachTypes);
  }

  /** Whether a program loaded for an attach type may call it. */
  public boolean allows(AttachType attach) {
    return attachTypes.isEmpty() || attachTypes.contains(attach);
  }
}
