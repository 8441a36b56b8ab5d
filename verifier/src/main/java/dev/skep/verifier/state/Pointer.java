package dev.skep.verifier.state;

import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;

/**
 * A pointer: a base, a known offset from it, and a number added to it of which only a range is
 * known.
 *
 * @param kind what it points at
 * @param flags the bits of {@link PointerFlag}
 * @param offset the known part of the offset, in bytes
 * @param variable the unknown part of the offset, in bytes
 * @param id common to the copies of a pointer that is not yet tested against NULL, or that have the
 *     same variable part; 0 for none
 * @param reference the reference that keeps the object alive; 0 for none
 * @param target what else is known of what it points at
 */
public record Pointer(
    PointerKind kind,
    int flags,
    int offset,
    ScalarRange variable,
    int id,
    int reference,
    Target target)
    implements Value {
  private static final ScalarRange NOTHING = ScalarDomain.LINUX.constant(0);

  /** A pointer to the start of something. */
  public static Pointer of(PointerKind kind, int flags, Target target) {
    return new Pointer(kind, flags, 0, NOTHING, 0, 0, target);
  }

  /** A pointer to the start of something its kind alone describes. */
  public static Pointer of(PointerKind kind) {
    return of(kind, 0, Target.Plain.PLAIN);
  }

  /** The stack pointer of a frame. */
  public static Pointer stackOf(int frame) {
    return of(PointerKind.STACK, 0, new Target.InFrame(frame));
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether it may be NULL. */
  public boolean isNullable() {
    return has(PointerFlag.NULLABLE);
  }

  /** Whether the whole offset is known. */
  public boolean isFixed() {
    return variable.isConstant();
  }

  /** The whole offset where it is known. */
  public long fixedOffset() {
    return offset + variable.constant();
  }

  /** Whether it is for reading and writing the packet or what lies before it. */
  public boolean isPacket() {
    return kind == PointerKind.PACKET || kind == PointerKind.PACKET_META;
  }

  /** The same pointer with other flags. */
  public Pointer withFlags(int newFlags) {
    return new Pointer(kind, newFlags, offset, variable, id, reference, target);
  }

  /** The same pointer under another id. */
  public Pointer withId(int newId) {
    return new Pointer(kind, flags, offset, variable, newId, reference, target);
  }

  /** The same pointer, kept alive by another reference. */
  public Pointer withReference(int newReference) {
    return new Pointer(kind, flags, offset, variable, id, newReference, target);
  }

  /** The same pointer with more known of its target. */
  public Pointer withTarget(Target newTarget) {
    return new Pointer(kind, flags, offset, variable, id, reference, newTarget);
  }

  /** The same pointer at another place. */
  public Pointer at(int newOffset, ScalarRange newVariable) {
    return new Pointer(kind, flags, newOffset, newVariable, id, reference, target);
  }

  /** The map that it points to or into. */
  public Target.InMap inMap() {
    return (Target.InMap) target;
  }

  /** The frame of a stack pointer. */
  public int frame() {
    return ((Target.InFrame) target).frame();
  }

  @Override
  public String typeName() {
    return PointerFlag.prefix(flags) + kind.text() + (isNullable() ? "_or_null" : "");
  }

  @Override
  public String toString() {
    return ValueText.of(this);
  }
}
