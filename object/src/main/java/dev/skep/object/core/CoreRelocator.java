package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension.CoreRelocation;
import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocationKind;
import dev.skep.btf.MalformedBtfException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adjusts an object's instructions to a target's types, as libbpf does.
 *
 * <p>A candidate is a type of the target with the local type's name, flavors aside, and its kind.
 * All candidates that have what is asked for must agree. Those that lack it are no candidates for
 * the relocations that follow, which is why the relocations of one object are to go through one
 * relocator in the order of the file.
 */
public final class CoreRelocator {
  private final Btf local;
  private final Btf target;
  private final Candidates candidates;

  /** What is left of the candidates, by local type. */
  private final Map<Integer, List<Integer>> remaining = new HashMap<>();

  /**
   * A relocator.
   *
   * @param local the types that the object was compiled with
   * @param target the types of the kernel that it is to run on; split BTF of a module has the
   *     kernel's as its base
   */
  public CoreRelocator(Btf local, Btf target) {
    this.local = local;
    this.target = target;
    this.candidates = new Candidates(target);
  }

  /**
   * Adjusts one instruction.
   *
   * @param words the instructions of a section or function, changed in place
   * @param slot the slot of the instruction among them
   * @return why the instruction was replaced by one that no verifier lets run; empty when it was
   *     adjusted
   * @throws CoreException when it cannot be adjusted
   */
  public String relocate(CoreRelocation relocation, long[] words, int slot) {
    try {
      Access access = Access.parse(local, relocation);
      return new InstructionPatcher(words, slot)
          .apply(answer(relocation, access), () -> absent(access));
    } catch (Unfit unfit) {
      throw new CoreException(relocation, describe(relocation) + ": " + unfit.getMessage());
    } catch (MalformedBtfException malformed) {
      throw new CoreException(relocation, describe(relocation) + ": " + malformed.getMessage());
    }
  }

  private String describe(CoreRelocation relocation) {
    BtfType type = local.type(relocation.typeId());
    return "CO-RE relocation "
        + relocation.kind()
        + " of "
        + (type.name().isEmpty() ? "type id=" + relocation.typeId() : type.name())
        + " "
        + relocation.access();
  }

  private Answer answer(CoreRelocation relocation, Access access) {
    if (relocation.kind() == CoreRelocationKind.TYPE_ID_LOCAL) {
      return Answer.of(access.rootId, access.rootId, false);
    }
    if (local.type(access.rootId).name().isEmpty()) {
      throw new Unfit("an anonymous type, which has no candidates");
    }
    List<Integer> all = candidatesFor(access.rootId);
    List<Integer> fitting = new ArrayList<>();
    Answer agreed = null;
    long bitOffset = 0;
    for (int candidate : all) {
      Access match = AccessMatcher.match(access, relocation.kind(), target, candidate);
      if (match == null) {
        continue;
      }
      Answer answer = answer(relocation.kind(), access, match);
      if (agreed == null) {
        agreed = answer;
        bitOffset = match.bitOffset;
      } else {
        requireAgreement(fitting, candidate, bitOffset, match.bitOffset, agreed, answer);
      }
      fitting.add(candidate);
    }
    if (agreed == null) {
      return answer(relocation.kind(), access, null);
    }
    remaining.put(access.rootId, fitting);
    return agreed;
  }

  private List<Integer> candidatesFor(int localId) {
    return remaining.computeIfAbsent(localId, id -> candidates.find(local.type(id)));
  }

  private static void requireAgreement(
      List<Integer> before,
      int candidate,
      long offset,
      long otherOffset,
      Answer one,
      Answer other) {
    boolean sameValue = one.poison() == other.poison() && one.value() == other.value();
    if (offset != otherOffset || !sameValue) {
      throw new Unfit(
          "ambiguous in the target: type id="
              + before.getFirst()
              + " gives value="
              + one.value()
              + " at bit="
              + offset
              + ", type id="
              + candidate
              + " gives value="
              + other.value()
              + " at bit="
              + otherOffset);
    }
  }

  private static Answer answer(CoreRelocationKind kind, Access access, @Nullable Access match) {
    return switch (Aspect.of(kind)) {
      case FIELD -> field(kind, access, match);
      case TYPE ->
          Answer.of(
              type(kind, access),
              match == null ? 0 : type(kind, match),
              kind != CoreRelocationKind.TYPE_ID_TARGET);
      case ENUMERATOR -> enumerator(kind, access, match);
    };
  }

  private static long type(CoreRelocationKind kind, Access access) {
    return switch (kind) {
      case TYPE_ID_LOCAL, TYPE_ID_TARGET -> access.rootId;
      case TYPE_SIZE -> Access.size(access.btf, access.rootId);
      case TYPE_EXISTS,
          TYPE_MATCHES,
          FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LEFT_SHIFT_U64,
          FIELD_RIGHT_SHIFT_U64,
          ENUMERATOR_EXISTS,
          ENUMERATOR_VALUE ->
          1;
    };
  }

  private static Answer enumerator(CoreRelocationKind kind, Access access, @Nullable Access match) {
    if (kind == CoreRelocationKind.ENUMERATOR_EXISTS) {
      return Answer.of(1, match == null ? 0 : 1, true);
    }
    return match == null ? Answer.absent() : Answer.of(value(access), value(match), true);
  }

  /** libbpf sign-extends 32-bit enumerators, those of unsigned enumerations too. */
  private static long value(Access access) {
    Access.Step step = access.steps.getFirst();
    BtfType.Enumeration type = (BtfType.Enumeration) access.btf.type(step.typeId());
    long value = type.enumerators().get((int) step.index()).value();
    return type instanceof BtfType.Enum32 ? (int) value : value;
  }

  private static Answer field(CoreRelocationKind kind, Access access, @Nullable Access match) {
    if (kind == CoreRelocationKind.FIELD_EXISTS) {
      return Answer.of(1, match == null ? 0 : 1, true);
    }
    FieldValue mine = FieldValue.of(kind, access);
    if (match == null) {
      return Answer.absent();
    }
    FieldValue theirs = FieldValue.of(kind, match);
    return new Answer(
        mine.value(),
        theirs.value(),
        false,
        mine.sure(),
        mine.size() != theirs.size() && !resizable(access, mine, match, theirs),
        mine.size(),
        theirs.size());
  }

  /**
   * A load may take on another size where the upper bits are zero either way: of pointers and of
   * unsigned integers.
   */
  private static boolean resizable(
      Access access, FieldValue mine, Access match, FieldValue theirs) {
    BtfType one = access.btf.type(mine.typeId());
    BtfType other = match.btf.type(theirs.typeId());
    return (one instanceof BtfType.Pointer && other instanceof BtfType.Pointer)
        || (one instanceof BtfType.Int integer
            && other instanceof BtfType.Int wider
            && !integer.signed()
            && !wider.signed());
  }

  private String absent(Access access) {
    List<Integer> ids = candidatesFor(access.rootId);
    StringBuilder text = new StringBuilder("the target has no ").append(access.text());
    if (ids.isEmpty()) {
      return text.append(": it has no type of that name").toString();
    }
    text.append("; candidates:");
    for (int id : ids) {
      text.append(' ')
          .append(new Access(target, id).rootText())
          .append(" (id=")
          .append(id)
          .append(')');
    }
    return text.toString();
  }
}
