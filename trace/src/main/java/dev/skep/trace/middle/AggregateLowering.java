package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.types.Content;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.TypedStatement;

/** Lowers {@code @x = count()} and its kin: changes of this CPU's own entry. */
final class AggregateLowering {
  private final RoutineBuilder out;
  private final MapLowering maps;
  private final NumberLowering numbers;

  AggregateLowering(RoutineBuilder out, MapLowering maps, NumberLowering numbers) {
    this.out = out;
    this.maps = maps;
    this.numbers = numbers;
  }

  /**
   * Lowers an aggregation.
   *
   * @param shared whether a program may interrupt another one that changes the same entry on the
   *     same CPU: then additions are atomic
   */
  void lower(TypedStatement.Aggregate aggregate, boolean shared) {
    ScriptMap map = maps.map(aggregate.map());
    int mark = out.mark();
    Value value =
        aggregate.value().isPresent() ? numbers.value(aggregate.value().get()) : Value.ZERO;
    int bits = aggregate.value().isPresent() ? Ranges.bits(aggregate.value().get()) : 0;
    int key = maps.key(map, aggregate.keys());
    if (map.content().buckets() > 0) {
      Temp bucket = bucket(map.content(), value, bits);
      Address place = Address.frame(map.array() ? key : key + map.partsBytes());
      out.store(place, map.array() ? MemorySize.W : MemorySize.DW, bucket);
    }
    int end = out.label();
    Temp entry = maps.entry(map, key, end);
    switch (map.content()) {
      case Content.Count _, Content.PowerHistogram _, Content.LinearHistogram _ ->
          add(Address.behind(entry, 0), Value.ONE, shared);
      case Content.Sum _, Content.Average _, Content.Statistics _ -> {
        add(Address.behind(entry, 0), Value.ONE, shared);
        add(Address.behind(entry, 8), value, shared);
      }
      case Content.Minimum(boolean signed) ->
          keep(
              entry,
              value,
              signed ? Condition.SIGNED_GREATER_OR_EQUAL : Condition.UNSIGNED_GREATER_OR_EQUAL,
              end);
      case Content.Maximum(boolean signed) ->
          keep(
              entry,
              value,
              signed ? Condition.SIGNED_LESS_OR_EQUAL : Condition.UNSIGNED_LESS_OR_EQUAL,
              end);
      case Content.Scalar _ -> throw new IllegalArgumentException("not an aggregation: " + map);
    }
    out.mark(end);
    out.release(mark);
  }

  private void add(Address at, Value value, boolean shared) {
    if (shared) {
      out.add(new Step.Atomic(at, Operation.ADD, value, out.temp(), false));
    } else {
      Temp old = out.load(at, MemorySize.DW, false);
      out.store(at, MemorySize.DW, out.operate(Operation.ADD, old, value));
    }
  }

  /** Keeps a value unless one is there that is no worse. */
  private void keep(Temp entry, Value value, Condition worse, int end) {
    int take = out.label();
    Temp set = out.load(Address.behind(entry, 0), MemorySize.DW, false);
    out.branchIfZero(set, take);
    Temp known = out.load(Address.behind(entry, 8), MemorySize.DW, false);
    out.branch(worse, value, known, end);
    out.mark(take);
    out.store(Address.behind(entry, 8), MemorySize.DW, value);
    out.store(Address.behind(entry, 0), MemorySize.DW, Value.ONE);
  }

  private Temp bucket(Content content, Value value, int bits) {
    Temp bucket = out.temp();
    int done = out.label();
    if (content instanceof Content.LinearHistogram linear) {
      linearBucket(linear, value, bucket, done);
    } else {
      powerBucket(value, bits, bucket, done);
    }
    out.mark(done);
    return bucket;
  }

  private void linearBucket(Content.LinearHistogram linear, Value value, Temp bucket, int done) {
    out.set(bucket, Value.ZERO);
    out.branch(Condition.SIGNED_LESS, value, out.constant(linear.min()), done);
    out.set(bucket, out.constant(linear.buckets() - 1));
    out.branch(Condition.SIGNED_GREATER_OR_EQUAL, value, out.constant(linear.max()), done);
    Temp above = out.operate(Operation.SUBTRACT, value, out.constant(linear.min()));
    Temp number = out.operate(Operation.UNSIGNED_DIVIDE, above, out.constant(linear.step()));
    out.add(new Step.Operate(bucket, Operation.ADD, number, Value.ONE));
  }

  /** The logarithm by halving: is anything set in the upper half of what is left? */
  private void powerBucket(Value value, int bits, Temp bucket, int done) {
    if (bits == 64) {
      out.set(bucket, Value.ZERO);
      out.branch(Condition.SIGNED_LESS, value, Value.ZERO, done);
    }
    out.set(bucket, Value.ONE);
    out.branchIfZero(value, done);
    Temp rest = out.temp();
    out.set(rest, value);
    out.set(bucket, out.constant(2));
    for (int half = 32; half >= 1; half /= 2) {
      if (half >= bits) {
        continue;
      }
      int small = out.label();
      if (half == 32) {
        Temp high = out.operate(Operation.UNSIGNED_SHIFT_RIGHT, rest, out.constant(32));
        out.branchIfZero(high, small);
      } else {
        out.branch(Condition.UNSIGNED_LESS, rest, out.constant(1L << half), small);
      }
      out.add(new Step.Operate(rest, Operation.UNSIGNED_SHIFT_RIGHT, rest, out.constant(half)));
      out.add(new Step.Operate(bucket, Operation.ADD, bucket, out.constant(half)));
      out.mark(small);
    }
  }
}
