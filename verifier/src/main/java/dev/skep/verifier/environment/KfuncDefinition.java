package dev.skep.verifier.environment;

import dev.skep.abi.ProgramType;
import java.util.Set;

/**
 * A kernel function that programs may call; its prototype is that of the kernel's BTF.
 *
 * @param name the function's name
 * @param flags what else is to be known of it
 * @param programs the program types that may call it; empty for all
 */
public record KfuncDefinition(String name, Set<Flag> flags, Set<ProgramType> programs) {
  /** The flags of a kernel function ({@code KF_*} of linux/btf.h). */
  public enum Flag {
    /** Returns a reference that must be released. */
    ACQUIRE,
    /** Releases the reference it is passed. */
    RELEASE,
    /** May return NULL. */
    NULLABLE_RESULT,
    /** All pointers must be trusted. */
    TRUSTED_ARGUMENTS,
    /** May sleep. */
    SLEEPABLE,
    /** May bring the machine down. */
    DESTRUCTIVE,
    /** Pointers must be trusted or protected by RCU. */
    RCU_ARGUMENTS,
    /** Creates an iterator. */
    ITERATOR_NEW,
    /** Advances an iterator. */
    ITERATOR_NEXT,
    /** Destroys an iterator. */
    ITERATOR_DESTROY,
    /** Only within an RCU read section. */
    RCU_PROTECTED
  }

  public KfuncDefinition {
    flags = Set.copyOf(flags);
    programs = Set.copyOf(programs);
  }

  /** Whether it has a flag. */
  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  /** Whether programs of a type may call it. */
  public boolean allows(ProgramType type) {
    return programs.isEmpty() || programs.contains(type);
  }
}
