package dev.skep.verifier.rules;

import dev.skep.isa.AluOperation;
import dev.skep.verifier.domain.ScalarArithmetic;
import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import java.util.Arrays;

/**
 * Copies of one number, which are narrowed together. A place is a frame's number in bits 8 and up
 * and, in bits 0 to 7, a register, or 128 plus a stack slot.
 */
public record LinkedScalars(State state) {
  /** So many places can be noted in a path; the others lose their link. */
  private static final int MOST = 6;

  /** The bit that tells a stack slot from a register. */
  public static final int SLOT = 128;

  /** The places that hold copies of either of two numbers; 0 stands for none. */
  long[] find(int first, int second) {
    long[] found = new long[MOST];
    int count = 0;
    for (int number = state.depth(); number >= 0; number--) {
      Frame frame = state.frame(number);
      for (int register = 0; register < 10; register++) {
        if (frame.register(register) instanceof Scalar scalar && isOne(scalar, first, second)) {
          if (count < MOST) {
            found[count++] = (long) number << 8 | register;
          } else {
            frame.register(register, scalar.unlinked());
          }
        }
      }
      for (int slot = 0; slot < frame.slots(); slot++) {
        if (frame.slot(slot).isSpill()
            && frame.slot(slot).spilled() instanceof Scalar scalar
            && isOne(scalar, first, second)) {
          if (count < MOST) {
            found[count++] = (long) number << 8 | SLOT | slot;
          } else {
            frame.slot(slot, frame.slot(slot).withSpilled(scalar.unlinked()));
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean isOne(Scalar scalar, int first, int second) {
    return scalar.id() != 0 && (scalar.id() == first || scalar.id() == second);
  }

  /** Gives what is known of one copy to the others at the places. */
  void spread(Scalar known, long[] places) {
    for (long place : places) {
      Frame frame = state.frame((int) (place >>> 8));
      int where = (int) place & 0xff;
      if (where < SLOT) {
        if (frame.register(where) instanceof Scalar other && other.id() == known.id()) {
          frame.register(where, follow(other, known));
        }
      } else if (frame.slot(where - SLOT).spilled() instanceof Scalar other
          && other.id() == known.id()) {
        frame.slot(where - SLOT, frame.slot(where - SLOT).withSpilled(follow(other, known)));
      }
    }
  }

  private static Scalar follow(Scalar other, Scalar known) {
    if ((!other.shifted() && !known.shifted()) || other.delta() == known.delta()) {
      return new Scalar(known.range(), known.id(), known.delta(), known.shifted());
    }
    ScalarRange delta = ScalarDomain.LINUX.constant((long) other.delta() - known.delta());
    return other.withRange(
        ScalarArithmetic.LINUX.apply(AluOperation.ADD, false, known.range(), delta));
  }
}
