package dev.skep.verifier.state;

import dev.skep.btf.Btf;
import dev.skep.verifier.environment.MapInfo;

/** What a pointer's kind alone does not say of what it points at. */
public sealed interface Target {
  /** Nothing more. */
  enum Plain implements Target {
    PLAIN
  }

  /**
   * A map or something in it.
   *
   * @param map which map, or for an inner map its template
   * @param lookup tells inner maps apart: the look-up that gave it; 0 for a map known by name
   */
  record InMap(MapInfo map, int lookup) implements Target {}

  /** The stack of the frame with this number, 0 for the entry function's. */
  record InFrame(int frame) implements Target {}

  /** A packet of which {@code proven} bytes from the pointer's base are known to be there. */
  record InPacket(int proven) implements Target {}

  /**
   * Memory of so many bytes.
   *
   * @param dynptr the id of the dynptr that it is a slice of, or 0
   */
  record Sized(int bytes, int dynptr) implements Target {
    /** Memory that is no slice. */
    public Sized(int bytes) {
      this(bytes, 0);
    }
  }

  /** A kernel object of a type. */
  record Typed(Btf btf, int typeId) implements Target {}

  /** A subprogram by its number. */
  record OfSubprogram(int subprogram) implements Target {}

  /** A dynptr over a kind of memory. */
  record OfDynptr(DynptrKind kind) implements Target {}
}
