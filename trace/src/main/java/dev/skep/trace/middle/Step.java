package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Temp;

/**
 * One step of a routine. Labels are numbers; steps run in order but for jumps.
 *
 * <p>A pointer that {@link Lookup} or {@link Reserve} gave is 0 when there is nothing; it must be
 * compared with 0 before it is used.
 */
public sealed interface Step {

  /** {@code target = value}. */
  record Set(Temp target, Value value) implements Step {}

  /** {@code target = left operation right}. */
  record Operate(Temp target, Operation operation, Value left, Value right) implements Step {}

  /** {@code target} gets the low bits of a value, extended by their sign or with zeros. */
  record Extend(Temp target, Value value, int bits, boolean signed) implements Step {}

  /** {@code target = memory}, extended by its sign or with zeros. */
  record Load(Temp target, Address from, MemorySize size, boolean signed) implements Step {}

  /** {@code memory = value}. */
  record Store(Address to, MemorySize size, Value value) implements Step {}

  /**
   * {@code memory = memory operation value} at once for all CPUs, in 64 bits; ADD, OR, AND or XOR.
   *
   * @param old where the old value goes, or the temporary that is never read
   * @param fetch whether the old value is wanted
   */
  record Atomic(Address at, Operation operation, Value value, Temp old, boolean fetch)
      implements Step {}

  /** {@code target = } the address of the event's record. */
  record ContextAddress(Temp target) implements Step {}

  /** {@code target = } the engine's answer. */
  record Ask(Temp target, Question question) implements Step {}

  /** The running thread's name, in this many bytes. */
  record ReadComm(Address to, int bytes) implements Step {}

  /**
   * The string at an address, with its final zero in at most this many bytes; bytes behind it are
   * left alone.
   */
  record ReadText(Address to, int bytes, Value from, boolean user) implements Step {}

  /** {@code target = } the address of an entry's value, or 0. */
  record Lookup(Temp target, String map, int keyOffset) implements Step {}

  /**
   * An entry gets a value from the frame.
   *
   * @param result 0, or a negative error number
   * @param flags {@code BPF_ANY} 0 or {@code BPF_NOEXIST} 1 of linux/bpf.h
   */
  record Update(Temp result, String map, int keyOffset, int valueOffset, int flags)
      implements Step {}

  /** An entry is removed, if it is there. */
  record Delete(String map, int keyOffset) implements Step {}

  /** {@code target = } room in a ring buffer, or 0. */
  record Reserve(Temp target, String ring, int bytes) implements Step {}

  /** Room in a ring buffer is handed to user space. */
  record Submit(Temp room) implements Step {}

  /** Where jumps go to. */
  record Label(int number) implements Step {}

  /** On at a label. */
  record Jump(int label) implements Step {}

  /** On at a label if the condition holds. */
  record Branch(Condition condition, Value left, Value right, int label) implements Step {}

  /** The end of the run. */
  record Return() implements Step {}
}
