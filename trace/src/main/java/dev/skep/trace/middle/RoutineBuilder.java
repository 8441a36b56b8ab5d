package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Constant;
import dev.skep.trace.middle.Value.Temp;
import java.util.ArrayList;
import java.util.List;

/** Collects steps; hands out temporaries, labels and room in the frame. */
final class RoutineBuilder {
  private final List<Step> steps = new ArrayList<>();
  private int temps;
  private int labels;
  private int frameUsed;
  private int framePeak;

  Temp temp() {
    return new Temp(temps++);
  }

  int label() {
    return labels++;
  }

  /** Room in the frame, aligned to 8, until {@link #release}. */
  int room(int bytes) {
    int offset = frameUsed;
    frameUsed += (bytes + 7) / 8 * 8;
    framePeak = Math.max(framePeak, frameUsed);
    return offset;
  }

  /** How much of the frame is taken. */
  int mark() {
    return frameUsed;
  }

  /** Gives back all room that was handed out after a mark. */
  void release(int mark) {
    frameUsed = mark;
  }

  void add(Step step) {
    steps.add(step);
  }

  void set(Temp target, Value value) {
    add(new Step.Set(target, value));
  }

  Temp operate(Operation operation, Value left, Value right) {
    Temp target = temp();
    add(new Step.Operate(target, operation, left, right));
    return target;
  }

  Temp load(Address from, MemorySize size, boolean signed) {
    Temp target = temp();
    add(new Step.Load(target, from, size, signed));
    return target;
  }

  void store(Address to, MemorySize size, Value value) {
    add(new Step.Store(to, size, value));
  }

  void mark(int label) {
    add(new Step.Label(label));
  }

  void jump(int label) {
    add(new Step.Jump(label));
  }

  void branch(Condition condition, Value left, Value right, int label) {
    add(new Step.Branch(condition, left, right, label));
  }

  void branchIfZero(Value value, int label) {
    branch(Condition.EQUAL, value, Value.ZERO, label);
  }

  Constant constant(long value) {
    return new Constant(value);
  }

  /** Fills memory with zeros; offset and length are multiples of 8. */
  void clear(Address to, int bytes) {
    for (int i = 0; i < bytes; i += 8) {
      store(to.plus(i), MemorySize.DW, Value.ZERO);
    }
  }

  /** Copies memory; offsets and length are multiples of 8. */
  void copy(Address from, Address to, int bytes) {
    for (int i = 0; i < bytes; i += 8) {
      store(to.plus(i), MemorySize.DW, load(from.plus(i), MemorySize.DW, false));
    }
  }

  Routine build() {
    return new Routine(steps, temps, labels, framePeak);
  }
}
