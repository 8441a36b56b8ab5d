package dev.skep.vm.jit;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What registers and the words of a frame hold at one place. */
final class Values {
  /** A frame has so many aligned words of 8 bytes. */
  static final int WORDS = 64;

  private static final int REGISTERS = 10;

  private final @Nullable Known[] known = new @Nullable Known[REGISTERS + WORDS];

  Values() {}

  Values(Values other) {
    System.arraycopy(other.known, 0, known, 0, known.length);
  }

  /** The word of a frame that an offset from the frame pointer lies in; −1 outside. */
  static int word(long offset) {
    return offset >= -8 * WORDS && offset < 0 ? (int) (offset + 8 * WORDS) >> 3 : -1;
  }

  @Nullable Known register(int register) {
    return register == Registers.FRAME_POINTER
        ? new Known.Pointer(Known.Space.STACK, null, true, 0)
        : known[register];
  }

  void register(int register, @Nullable Known value) {
    known[register] = value;
  }

  @Nullable Known word(int word) {
    return known[REGISTERS + word];
  }

  void word(int word, @Nullable Known value) {
    known[REGISTERS + word] = value;
  }

  /** Forgets the registers that are not in a set. */
  void keep(int registers) {
    for (int register = 0; register < REGISTERS; register++) {
      if ((registers & (1 << register)) == 0) {
        known[register] = null;
      }
    }
  }

  /** A place at which two paths know something else. */
  interface Loss {
    /** An address of the frame is not known any more. */
    void stackAddressLost();
  }

  /** Takes in another path; whether anything changed. */
  boolean join(Values other, Loss loss) {
    boolean changed = false;
    for (int i = 0; i < known.length; i++) {
      Known joined = Known.join(known[i], other.known[i]);
      boolean stack = Known.isStack(known[i]) || Known.isStack(other.known[i]);
      if (stack && !isFixed(joined)) {
        loss.stackAddressLost();
      }
      changed |= !Objects.equals(joined, known[i]);
      known[i] = joined;
    }
    return changed;
  }

  private static boolean isFixed(@Nullable Known known) {
    return known instanceof Known.Pointer pointer && pointer.fixed();
  }

  @Override
  public String toString() {
    return Arrays.toString(known);
  }
}
