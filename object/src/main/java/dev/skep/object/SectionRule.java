package dev.skep.object;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a section says about the programs in it: one row of the convention that libbpf's
 * documentation calls program types and ELF sections.
 *
 * @param pattern the section's name
 * @param match how a section's name has to look
 * @param type the program type
 * @param attachType the expected attach type, or null where there is none
 * @param traits what else follows from it
 */
record SectionRule(
    String pattern,
    Match match,
    ProgramType type,
    @Nullable AttachType attachType,
    java.util.Set<Trait> traits) {

  /** How a section's name has to look. */
  enum Match {
    /** The pattern itself. */
    EXACT,
    /** The pattern itself, or the pattern, a slash and a target. */
    TARGET
  }

  /** What follows from a section's name. */
  enum Trait {
    /** The program may sleep: {@code BPF_F_SLEEPABLE}. */
    SLEEPABLE,
    /** The program takes packets in fragments: {@code BPF_F_XDP_HAS_FRAGS}. */
    FRAGMENTS,
    /**
     * The target is a type or function of the kernel that the verifier checks the program against.
     */
    KERNEL_TARGET
  }

  /** Whether a section of this name follows the rule. */
  boolean applies(String section) {
    if (!section.startsWith(pattern)) {
      return false;
    }
    boolean whole = section.length() == pattern.length();
    return whole || (match == Match.TARGET && section.charAt(pattern.length()) == '/');
  }
}
