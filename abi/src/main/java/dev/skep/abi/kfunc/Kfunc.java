package dev.skep.abi.kfunc;

import dev.skep.abi.ProgramType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function of the kernel that a program calls by its BTF id. Which exist, and their arguments, a
 * kernel's own BTF says; this table adds what BTF does not hold, as of Linux 6.18 (without
 * sched_ext's).
 *
 * @param name the name in C
 * @param flags what its registration says of it
 * @param hooks the groups of program types that may call it
 */
public record Kfunc(String name, Set<KfuncFlag> flags, Set<KfuncHook> hooks) {
  public Kfunc {
    flags = Set.copyOf(flags);
    hooks = Set.copyOf(hooks);
  }

  /** The kfunc of a name, or empty when this table has none. */
  public static Optional<Kfunc> of(String name) {
    return Optional.ofNullable(Names.TABLE.get(name));
  }

  /** All of this table by name. */
  public static Map<String, Kfunc> all() {
    return Names.TABLE;
  }

  /** Whether a flag is among its flags. */
  public boolean has(KfuncFlag flag) {
    return flags.contains(flag);
  }

  /** Whether programs of a type may call it. */
  public boolean allows(ProgramType program) {
    return hooks.stream().anyMatch(each -> each.includes(program));
  }

  private static final class Names {
    static final Map<String, Kfunc> TABLE = KfuncTable.build();
  }
}
