package dev.skep.trace.types;

/** The type of an expression. */
public sealed interface Type {
  /** What arithmetic gives. */
  Integral SIGNED = new Integral(64, true);

  /** What addresses and clocks are. */
  Integral UNSIGNED = new Integral(64, false);

  /** A task's name: {@code TASK_COMM_LEN} of linux/sched.h. */
  Text COMM = new Text(16);

  /** An integer. */
  record Integral(int bits, boolean signed) implements Type {
    @Override
    public String toString() {
      return (signed ? "int" : "uint") + bits;
    }
  }

  /** A string that takes this many bytes, filled up with zeros; it may fill them all. */
  record Text(int bytes) implements Type {
    @Override
    public String toString() {
      return "string";
    }
  }

  /** Not known yet: what an earlier pass gives a map that no assignment has been seen for. */
  record Unknown() implements Type {
    @Override
    public String toString() {
      return "unknown";
    }
  }
}
