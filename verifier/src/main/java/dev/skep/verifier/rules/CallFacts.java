package dev.skep.verifier.rules;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.state.DynptrKind;
import dev.skep.verifier.state.Target;
import org.jspecify.annotations.Nullable;

/** What checking the arguments of one call has found out for its effects and its result. */
final class CallFacts {
  /** The map that was passed, or that holds the timer that was passed. */
  @Nullable MapInfo map;

  /** Which look-up gave an inner map. */
  int mapLookup;

  /** The register whose reference the call gives up; −1 for none. */
  int releasedRegister = -1;

  /** The reference that an argument holds. */
  int reference;

  /** The register of memory that the call writes whole; −1 for none. */
  int writtenRegister = -1;

  /** How many bytes it writes there. */
  int writtenBytes;

  /** The most bytes that the size argument allows. */
  long largestSize;

  /** The size that returned memory will have. */
  long allocatedBytes;

  /** The function that was passed; −1 for none. */
  int callback = -1;

  /** The type behind a per-CPU argument. */
  Target.@Nullable Typed perCpu;

  /** The field that a kernel pointer is exchanged with. */
  dev.skep.verifier.environment.@Nullable SpecialField kernelPointer;

  /** The dynptr that was passed. */
  @Nullable DynptrKind dynptr;

  /** The id of that dynptr. */
  int dynptrId;
}
