package dev.skep.abi;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which helpers programs of one type may call in Linux 6.18 with everything configured.
 *
 * <p>Programs of type {@link ProgramType#EXT} may call what the program that they replace may call;
 * their own table is empty.
 */
public final class HelperAvailability {
  private final ProgramType program;
  private final @Nullable HelperRule[] rules = new @Nullable HelperRule[Helper.values().length];
  private final Set<Helper> helpers;

  private HelperAvailability(ProgramType program, List<HelperRule> rules) {
    this.program = program;
    for (HelperRule each : rules) {
      this.rules[each.helper().ordinal()] = each;
    }
    Set<Helper> inOrder = new LinkedHashSet<>();
    for (Helper each : Helper.values()) {
      if (this.rules[each.ordinal()] != null) {
        inOrder.add(each);
      }
    }
    this.helpers = Collections.unmodifiableSet(inOrder);
  }

  /** What programs of a type may call. */
  public static HelperAvailability of(ProgramType program) {
    return Tables.BY_PROGRAM.get(program.ordinal());
  }

  /** The program type that this is about. */
  public ProgramType program() {
    return program;
  }

  /** The helpers that some program of this type may call, in the order of their numbers. */
  public Set<Helper> helpers() {
    return helpers;
  }

  /** The circumstances under which a helper may be called, or empty when it never may. */
  public Optional<HelperRule> rule(Helper helper) {
    return Optional.ofNullable(rules[helper.ordinal()]);
  }

  /** Whether a program loaded for an attach type may call a helper, given every capability. */
  public boolean allows(Helper helper, AttachType attach) {
    HelperRule rule = rules[helper.ordinal()];
    return rule != null && rule.allows(attach);
  }

  /** Whether a program loaded for an attach type, by a loader with capabilities, may call it. */
  public boolean allows(Helper helper, AttachType attach, Collection<Capability> capabilities) {
    HelperRule rule = rules[helper.ordinal()];
    return rule != null
        && rule.allows(attach)
        && (capabilities.contains(Capability.SYS_ADMIN) || capabilities.containsAll(rule.needs()));
  }

  /** Kept apart so that the tables are built only when one is asked for. */
  private static final class Tables {
    static final List<HelperAvailability> BY_PROGRAM = build();

    private static List<HelperAvailability> build() {
      HelperAvailability[] all = new HelperAvailability[ProgramType.values().length];
      for (ProgramType each : ProgramType.values()) {
        all[each.ordinal()] = new HelperAvailability(each, HelperAvailabilityTable.rules(each));
      }
      return List.of(all);
    }
  }
}
