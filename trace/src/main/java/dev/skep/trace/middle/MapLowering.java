package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedExpression;
import dev.skep.trace.types.TypedScript;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lowers what programs do with maps that hold scalars, and the look-ups of all maps. */
final class MapLowering {
  private static final int ANY = 0;
  private static final int NO_EXIST = 1;

  private final RoutineBuilder out;
  private final TypedScript script;
  private @Nullable NumberLowering numbers;
  private @Nullable TextLowering texts;

  MapLowering(RoutineBuilder out, TypedScript script) {
    this.out = out;
    this.script = script;
  }

  /** Keys may hold numbers and strings, which may be read from maps. */
  void connect(NumberLowering numberLowering, TextLowering textLowering) {
    this.numbers = numberLowering;
    this.texts = textLowering;
  }

  ScriptMap map(String name) {
    return script.map(name);
  }

  /** Writes a key's parts to the frame; a bucket's room behind them stays unset. */
  int key(ScriptMap map, List<TypedExpression> keys) {
    int key = out.room(map.keyBytes());
    if (keys.isEmpty() && map.content().buckets() == 0) {
      out.store(Address.frame(key), map.array() ? MemorySize.W : MemorySize.DW, Value.ZERO);
    }
    int at = key;
    for (int i = 0; i < keys.size(); i++) {
      int bytes = ScriptMap.partBytes(map.keys().get(i));
      place(keys.get(i), Address.frame(at), bytes);
      at += bytes;
    }
    return key;
  }

  /** Writes a value of any type. */
  void place(TypedExpression value, Address to, int bytes) {
    if (value.type() instanceof Type.Text) {
      Objects.requireNonNull(texts).place(value, to, bytes);
    } else {
      out.store(to, MemorySize.DW, Objects.requireNonNull(numbers).value(value));
    }
  }

  Temp lookup(String name, List<TypedExpression> keys) {
    ScriptMap map = map(name);
    int mark = out.mark();
    Temp entry = lookup(map.specName(), key(map, keys));
    out.release(mark);
    return entry;
  }

  Temp lookup(String specName, int key) {
    Temp entry = out.temp();
    out.add(new Step.Lookup(entry, specName, key));
    return entry;
  }

  /** The integer in an entry, 0 when there is none. */
  Value read(TypedExpression.ReadMap read) {
    Temp entry = lookup(read.map(), read.keys());
    Temp result = out.temp();
    int end = out.label();
    out.set(result, Value.ZERO);
    out.branchIfZero(entry, end);
    out.add(new Step.Load(result, Address.behind(entry, 0), MemorySize.DW, false));
    out.mark(end);
    return result;
  }

  void write(String name, List<TypedExpression> keys, TypedExpression value) {
    ScriptMap map = map(name);
    int mark = out.mark();
    int place = out.room(map.valueBytes());
    place(value, Address.frame(place), map.valueBytes());
    int key = key(map, keys);
    Temp result = out.temp();
    out.add(new Step.Update(result, map.specName(), key, place, ANY));
    int end = out.label();
    out.branchIfZero(result, end);
    countLoss(map.index());
    out.mark(end);
    out.release(mark);
  }

  void delete(String name, List<TypedExpression> keys) {
    ScriptMap map = map(name);
    int mark = out.mark();
    out.add(new Step.Delete(map.specName(), key(map, keys)));
    out.release(mark);
  }

  /** {@code ++} and {@code --}, at once for all CPUs. */
  Value increment(TypedExpression.IncrementMap increment) {
    Temp old = out.temp();
    out.set(old, Value.ZERO);
    Value step = out.constant(increment.step());
    change(increment.map(), increment.keys(), Operation.ADD, step, old, true);
    return increment.prefix() ? out.operate(Operation.ADD, old, step) : old;
  }

  /** An atomic change of an entry, which is made if it is not there. */
  void change(
      String name,
      List<TypedExpression> keys,
      Operation operation,
      Value value,
      Temp old,
      boolean fetch) {
    int mark = out.mark();
    int end = out.label();
    Temp entry = entry(map(name), key(map(name), keys), end);
    out.add(new Step.Atomic(Address.behind(entry, 0), operation, value, old, fetch));
    out.mark(end);
    out.release(mark);
  }

  /**
   * The address of an entry, which is made with zeros if it is not there. When the map is full the
   * loss is counted, and the run goes on at a label.
   */
  Temp entry(ScriptMap map, int key, int full) {
    Temp entry = lookup(map.specName(), key);
    if (map.array()) {
      out.branchIfZero(entry, full);
      return entry;
    }
    int mark = out.mark();
    int there = out.label();
    out.branch(Condition.NOT_EQUAL, entry, Value.ZERO, there);
    int zeros = out.room(map.valueBytes());
    out.clear(Address.frame(zeros), map.valueBytes());
    // Another CPU may have made the entry since the look-up: then this fails, and that is fine.
    out.add(new Step.Update(out.temp(), map.specName(), key, zeros, NO_EXIST));
    out.add(new Step.Lookup(entry, map.specName(), key));
    out.release(mark);
    out.branch(Condition.NOT_EQUAL, entry, Value.ZERO, there);
    countLoss(map.index());
    out.jump(full);
    out.mark(there);
    return entry;
  }

  /** Counts something that was lost, for a warning at the end. */
  void countLoss(int index) {
    int mark = out.mark();
    int key = out.room(4);
    out.store(Address.frame(key), MemorySize.W, out.constant(index));
    Temp counter = lookup(SystemMaps.LOSSES, key);
    int end = out.label();
    out.branchIfZero(counter, end);
    Temp count = out.load(Address.behind(counter, 0), MemorySize.DW, false);
    out.store(
        Address.behind(counter, 0), MemorySize.DW, out.operate(Operation.ADD, count, Value.ONE));
    out.mark(end);
    out.release(mark);
  }

  /** Nanoseconds since the session began. */
  Value elapsed(Value now) {
    int mark = out.mark();
    int key = out.room(4);
    out.store(Address.frame(key), MemorySize.W, Value.ZERO);
    Temp entry = lookup(SystemMaps.START, key);
    out.release(mark);
    Temp result = out.temp();
    int end = out.label();
    out.set(result, Value.ZERO);
    out.branchIfZero(entry, end);
    Temp start = out.load(Address.behind(entry, 0), MemorySize.DW, false);
    out.add(new Step.Operate(result, Operation.SUBTRACT, now, start));
    out.mark(end);
    return result;
  }
}
