package dev.skep.verifier.state;

import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;

/**
 * A number.
 *
 * @param range what is known of it
 * @param id common to all copies of one number, so that what is learned of one is learned of all; 0
 *     for none
 * @param delta what was added to the copy since, where {@code shifted}
 * @param shifted whether the number is its id's number plus {@code delta}
 */
public record Scalar(ScalarRange range, int id, int delta, boolean shifted) implements Value {
  static final Scalar UNKNOWN = new Scalar(ScalarDomain.LINUX.unknown(), 0, 0, false);
  static final Scalar ZERO = new Scalar(ScalarDomain.LINUX.constant(0), 0, 0, false);

  static Scalar ofConstant(long number) {
    return number == 0 ? ZERO : new Scalar(ScalarDomain.LINUX.constant(number), 0, 0, false);
  }

  /** Whether it is one known number. */
  public boolean isConstant() {
    return range.isConstant();
  }

  /** Whether it is known to be this number. */
  public boolean isConstant(long number) {
    return range.isConstant() && range.constant() == number;
  }

  /** The same number under another id, without a delta. */
  public Scalar withId(int newId) {
    return new Scalar(range, newId, 0, false);
  }

  /** The same number, not linked to any other. */
  public Scalar unlinked() {
    return id == 0 ? this : new Scalar(range, 0, 0, false);
  }

  /** The same links with another range. */
  public Scalar withRange(ScalarRange newRange) {
    return new Scalar(newRange, id, delta, shifted);
  }

  @Override
  public String typeName() {
    return "scalar";
  }

  @Override
  public String toString() {
    return ValueText.of(this);
  }
}
