package dev.skep.object;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import java.util.Optional;

/**
 * A program of an object file: a function that something attaches to a hook, with what its
 * section's name says.
 *
 * @param section the section's name as it stands in the file, a leading {@code ?} included
 * @param name the function
 * @param autoload whether it is to be loaded unless somebody says otherwise: no leading {@code ?}
 * @param type the program type; empty when the section's name says none
 * @param attachType the expected attach type, if any
 * @param flags the {@code BPF_F_*} load flags that the section's name implies
 * @param target what follows the first slash of the section's name: what to attach to; empty when
 *     there is none
 */
public record EntryProgram(
    String section,
    String name,
    boolean autoload,
    Optional<ProgramType> type,
    Optional<AttachType> attachType,
    int flags,
    Optional<String> target) {

  /** {@code BPF_F_SLEEPABLE} of linux/bpf.h. */
  private static final int SLEEPABLE = 1 << 4;

  /** {@code BPF_F_XDP_HAS_FRAGS} of linux/bpf.h. */
  private static final int HAS_FRAGMENTS = 1 << 5;

  /** The section's name as libbpf tells it, without the {@code ?}. */
  public String sectionName() {
    return autoload ? section : section.substring(1);
  }

  /** A program with what its section's name says. */
  static EntryProgram of(String section, String name) {
    boolean autoload = !section.startsWith("?");
    String meaning = autoload ? section : section.substring(1);
    Optional<SectionRule> rule = SectionRules.find(meaning);
    return new EntryProgram(
        section,
        name,
        autoload,
        rule.map(SectionRule::type),
        rule.flatMap(each -> Optional.ofNullable(each.attachType())),
        rule.map(EntryProgram::flags).orElse(0),
        rule.flatMap(each -> target(each, meaning)));
  }

  private static int flags(SectionRule rule) {
    return (rule.traits().contains(SectionRule.Trait.SLEEPABLE) ? SLEEPABLE : 0)
        | (rule.traits().contains(SectionRule.Trait.FRAGMENTS) ? HAS_FRAGMENTS : 0);
  }

  private static Optional<String> target(SectionRule rule, String section) {
    boolean hasTarget =
        rule.match() == SectionRule.Match.TARGET && section.length() > rule.pattern().length() + 1;
    return hasTarget
        ? Optional.of(section.substring(rule.pattern().length() + 1))
        : Optional.empty();
  }
}
