package dev.skep.btf.print;

import dev.skep.btf.MalformedBtfException;
import java.util.List;

/**
 * Unnamed bit fields that fill a hole: of the largest type whose boundary the hole reaches, then of
 * what fits the rest.
 */
final class Padding {
  /**
   * Holes come from alignment; one of more than this many bytes is an error that would fill the
   * memory.
   */
  private static final long MAX_HOLE_BITS = 8L << 20;

  private record Filler(String name, int bits) {}

  private final List<Filler> fillers;
  private final int level;
  private final Declarations declarations;
  private final StringBuilder out;

  Padding(int pointerSize, int level, Declarations declarations, StringBuilder out) {
    this.fillers =
        List.of(
            new Filler("long", pointerSize * 8),
            new Filler("int", 32),
            new Filler("short", 16),
            new Filler("char", 8));
    this.level = level;
    this.declarations = declarations;
    this.out = out;
  }

  /**
   * Fills from {@code end} of the last member to {@code next} in bits.
   *
   * @param nextAlign the alignment in bytes that the compiler gives what comes next by itself
   */
  void write(long end, long next, int nextAlign, boolean inBitfield) {
    if (end >= next) {
      return;
    }
    if (next - end > MAX_HOLE_BITS) {
      throw new MalformedBtfException(0, "a hole of " + (next - end) / 8 + " bytes in a struct");
    }
    Filler filler = largestThatReachesABoundary(end, next);
    long boundary = roundUp(end, filler.bits());
    long at = end;
    if (boundary > end && boundary <= next) {
      boolean alignsItself = boundary == next && roundUp(end, nextAlign * 8L) == boundary;
      boolean restIsShort = boundary != next && next - boundary <= boundary - end;
      if (inBitfield || (boundary == next && !alignsItself) || restIsShort) {
        fill(filler.name(), inBitfield ? boundary - end : 0);
      }
      at = boundary;
    }
    for (; next - at >= filler.bits(); at += filler.bits()) {
      fill(filler.name(), filler.bits());
    }
    if (at != next) {
      fill(smallestThatHolds(next - at).name(), next - at);
    }
  }

  private Filler largestThatReachesABoundary(long end, long next) {
    for (Filler filler : fillers) {
      if (roundUp(end, filler.bits()) <= next) {
        return filler;
      }
    }
    return fillers.getLast();
  }

  private Filler smallestThatHolds(long bits) {
    for (Filler filler : fillers.reversed()) {
      if (filler.bits() >= bits) {
        return filler;
      }
    }
    return fillers.getFirst();
  }

  private void fill(String type, long bits) {
    declarations.indent(level);
    out.append(type).append(": ").append(bits).append(';');
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }
}
