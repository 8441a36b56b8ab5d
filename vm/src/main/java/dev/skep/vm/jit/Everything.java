package dev.skep.vm.jit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Handles that emitted code uses, constants to the JVM's compilers. */
final class Everything {
  static final VarHandle BYTE = JAVA_BYTE.varHandle();
  static final VarHandle SHORT = JAVA_SHORT.varHandle();
  static final VarHandle INT = JAVA_INT.varHandle();
  static final VarHandle LONG = JAVA_LONG.varHandle();

  /** Addresses of a process have so many bits; a masked one needs no check against the bounds. */
  static final long ADDRESS_MASK = 0x7fff_ffff_ffffL;

  private Everything() {}

  /** The memory of the whole process, for the trusted mode alone. */
  static final class Unbounded {
    @SuppressWarnings("restricted") // what the trusted mode is: the verifier's word is enough
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Unbounded() {}
  }
}
