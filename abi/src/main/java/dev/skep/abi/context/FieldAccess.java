package dev.skep.abi.context;

import dev.skep.abi.Capability;
import java.util.Set;

/**
 * In which ways a field may be loaded, or stored.
 *
 * @param widths the numbers of bytes at a time, added up (1 + 2 + 4 is 7); 0 forbids all
 * @param placement where in the field an access may start
 * @param needs the capabilities of the loader, beyond those that the program type itself asks for
 */
public record FieldAccess(int widths, Placement placement, Set<Capability> needs) {
  /** Forbidden. */
  public static final FieldAccess NONE = of(0);

  /** Exactly 1 byte. */
  public static final FieldAccess BYTE = of(1);

  /** Exactly 4 bytes. */
  public static final FieldAccess WORD = of(4);

  /** Exactly 8 bytes. */
  public static final FieldAccess DOUBLE_WORD = of(8);

  /** 4 bytes, or narrower and aligned anywhere in the field. */
  public static final FieldAccess NARROW = of(1 + 2 + 4);

  /** 4 bytes, or narrower and at the start of the field only. */
  public static final FieldAccess NARROW_AT_START =
      new FieldAccess(1 + 2 + 4, Placement.START, Set.of());

  /** 1, 2, 4 or 8 bytes, aligned anywhere in the field. */
  public static final FieldAccess ANY = of(1 + 2 + 4 + 8);

  /** 1, 2, 4 or 8 bytes anywhere in the field. */
  public static final FieldAccess UNALIGNED =
      new FieldAccess(1 + 2 + 4 + 8, Placement.ANYWHERE, Set.of());

  public FieldAccess {
    needs = Set.copyOf(needs);
  }

  /** Aligned accesses of some widths in bytes, added up, without further privilege. */
  static FieldAccess of(int widths) {
    return new FieldAccess(widths, Placement.ALIGNED, Set.of());
  }

  /** The same, asking for capabilities of the loader. */
  FieldAccess needing(Capability... capabilities) {
    return new FieldAccess(widths, placement, Set.of(capabilities));
  }

  /** Whether no access is allowed at all. */
  public boolean isForbidden() {
    return widths == 0;
  }

  /** Whether a number of bytes at a time is among those allowed. */
  public boolean allowsWidth(int bytes) {
    return Integer.bitCount(bytes) == 1 && (widths & bytes) != 0;
  }

  /** Where in a field an access may start. */
  public enum Placement {
    /** At a multiple of its width, counted from the start of the structure. */
    ALIGNED,
    /** At the start of the field only. */
    START,
    /** Anywhere. */
    ANYWHERE
  }
}
