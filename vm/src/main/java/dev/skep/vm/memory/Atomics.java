package dev.skep.vm.memory;

import static dev.skep.vm.memory.Memory.INT;
import static dev.skep.vm.memory.Memory.LONG;

import dev.skep.isa.AtomicOperation;
import java.lang.foreign.MemorySegment;

/**
 * Atomic instructions on a run's memory. As in Linux (Documentation/bpf/linux-notes.rst and
 * memory-barriers.txt), those that fetch are fully ordered, those that do not are relaxed.
 */
public final class Atomics {
  private Atomics() {}

  /**
   * Eight bytes.
   *
   * @param expected what CMPXCHG compares with
   * @return the value before
   */
  public static long apply(
      Memory memory,
      AtomicOperation operation,
      boolean fetch,
      long address,
      long operand,
      long expected) {
    var region = memory.aligned(address, 8);
    MemorySegment segment = region.segment();
    long offset = address - region.base();
    return switch (operation) {
      case ADD ->
          fetch
              ? (long) LONG.getAndAdd(segment, offset, operand)
              : (long) LONG.getAndAddRelease(segment, offset, operand);
      case OR ->
          fetch
              ? (long) LONG.getAndBitwiseOr(segment, offset, operand)
              : (long) LONG.getAndBitwiseOrRelease(segment, offset, operand);
      case AND ->
          fetch
              ? (long) LONG.getAndBitwiseAnd(segment, offset, operand)
              : (long) LONG.getAndBitwiseAndRelease(segment, offset, operand);
      case XOR ->
          fetch
              ? (long) LONG.getAndBitwiseXor(segment, offset, operand)
              : (long) LONG.getAndBitwiseXorRelease(segment, offset, operand);
      case XCHG -> (long) LONG.getAndSet(segment, offset, operand);
      case CMPXCHG -> (long) LONG.compareAndExchange(segment, offset, expected, operand);
    };
  }

  /** Four bytes; as {@link #apply}, the value before zero-extended. */
  public static long applyInt(
      Memory memory,
      AtomicOperation operation,
      boolean fetch,
      long address,
      int operand,
      int expected) {
    var region = memory.aligned(address, 4);
    MemorySegment segment = region.segment();
    long offset = address - region.base();
    int before =
        switch (operation) {
          case ADD ->
              fetch
                  ? (int) INT.getAndAdd(segment, offset, operand)
                  : (int) INT.getAndAddRelease(segment, offset, operand);
          case OR ->
              fetch
                  ? (int) INT.getAndBitwiseOr(segment, offset, operand)
                  : (int) INT.getAndBitwiseOrRelease(segment, offset, operand);
          case AND ->
              fetch
                  ? (int) INT.getAndBitwiseAnd(segment, offset, operand)
                  : (int) INT.getAndBitwiseAndRelease(segment, offset, operand);
          case XOR ->
              fetch
                  ? (int) INT.getAndBitwiseXor(segment, offset, operand)
                  : (int) INT.getAndBitwiseXorRelease(segment, offset, operand);
          case XCHG -> (int) INT.getAndSet(segment, offset, operand);
          case CMPXCHG -> (int) INT.compareAndExchange(segment, offset, expected, operand);
        };
    return Integer.toUnsignedLong(before);
  }

  /** A load-acquire of 1, 2, 4 or 8 bytes, zero-extended. */
  public static long loadAcquire(Memory memory, int bytes, long address) {
    if ((address & (bytes - 1)) != 0) {
      memory.aligned(address, bytes);
    }
    long value =
        switch (bytes) {
          case 1 -> Byte.toUnsignedLong(memory.loadByte(address));
          case 2 -> Short.toUnsignedLong(memory.loadShort(address));
          case 4 -> Integer.toUnsignedLong(memory.loadInt(address));
          default -> memory.loadLong(address);
        };
    java.lang.invoke.VarHandle.acquireFence();
    return value;
  }

  /** A store-release of the low 1, 2, 4 or 8 bytes of a value. */
  public static void storeRelease(Memory memory, int bytes, long address, long value) {
    memory.aligned(address, bytes);
    java.lang.invoke.VarHandle.releaseFence();
    switch (bytes) {
      case 1 -> memory.storeByte(address, (byte) value);
      case 2 -> memory.storeShort(address, (short) value);
      case 4 -> memory.storeInt(address, (int) value);
      default -> memory.storeLong(address, value);
    }
  }
}
