package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;

/**
 * Bounds the work of one printer. Types may contain themselves, or each other so often that their
 * text grows exponentially; no C compiler writes such, and printing them must end all the same.
 */
final class Effort {
  private static final int MAX_DEPTH = 500;
  private static final long STEPS_PER_TYPE = 500;
  private static final long STEPS = 500_000;

  private final Btf btf;
  private final long limit;
  private long steps;
  private int depth;

  Effort(Btf btf) {
    this(btf, 0);
  }

  /**
   * @param bytes of memory whose values are read, each of which may be one of its own
   */
  Effort(Btf btf, int bytes) {
    this.btf = btf;
    this.limit = STEPS + STEPS_PER_TYPE * btf.typeCount() + 8L * bytes;
  }

  MalformedBtfException refuse(int id, String reason) {
    return new MalformedBtfException(btf.offsetOf(id), reason);
  }

  /** Counts a step into a type, to be undone by {@link #leave}. */
  void enter(int id) {
    steps++;
    depth++;
    if (depth > MAX_DEPTH || steps > limit) {
      throw new MalformedBtfException(
          btf.offsetOf(id),
          "type id=" + id + " contains itself or is nested too deeply to be printed");
    }
  }

  void leave(int count) {
    depth -= count;
  }
}
