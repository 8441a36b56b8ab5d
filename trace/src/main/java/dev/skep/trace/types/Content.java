package dev.skep.trace.types;

/** What a map's entries hold. Numbers that are aggregated are 64 bits wide. */
public sealed interface Content {

  /** A value that is assigned. */
  record Scalar(Type type) implements Content {}

  /** How often. */
  record Count() implements Content {}

  /** The sum. */
  record Sum(boolean signed) implements Content {}

  /** The least. */
  record Minimum(boolean signed) implements Content {}

  /** The greatest. */
  record Maximum(boolean signed) implements Content {}

  /** The mean. */
  record Average(boolean signed) implements Content {}

  /** Count, mean and sum. */
  record Statistics(boolean signed) implements Content {}

  /** A histogram with buckets that double; bucket numbers are {@link Buckets}'. */
  record PowerHistogram() implements Content {}

  /** A histogram with equal buckets from min to max, and one on either side. */
  record LinearHistogram(long min, long max, long step) implements Content {}

  /** How many buckets a histogram has; 0 for all else. */
  default int buckets() {
    return switch (this) {
      case PowerHistogram _ -> Buckets.POWER_COUNT;
      case LinearHistogram linear -> Buckets.linearCount(linear);
      case Scalar _, Count _, Sum _, Minimum _, Maximum _, Average _, Statistics _ -> 0;
    };
  }

  /** How many 64-bit words an entry (of a histogram: a bucket) takes; a scalar string has none. */
  default int words() {
    return switch (this) {
      case Scalar _, Count _, PowerHistogram _, LinearHistogram _ -> 1;
      case Sum _, Minimum _, Maximum _, Average _, Statistics _ -> 2;
    };
  }

  /** Whether two readings of an entry can be subtracted to give what happened between them. */
  default boolean additive() {
    return switch (this) {
      case Count _, Sum _, Average _, Statistics _, PowerHistogram _, LinearHistogram _ -> true;
      case Scalar _, Minimum _, Maximum _ -> false;
    };
  }

  /** The function that fills it, or the scalar's type: for messages. */
  default String described() {
    return switch (this) {
      case Scalar scalar -> scalar.type().toString();
      case Count _ -> "count";
      case Sum _ -> "sum";
      case Minimum _ -> "min";
      case Maximum _ -> "max";
      case Average _ -> "avg";
      case Statistics _ -> "stats";
      case PowerHistogram _ -> "hist";
      case LinearHistogram _ -> "lhist";
    };
  }
}
