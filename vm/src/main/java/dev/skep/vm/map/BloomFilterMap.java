package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_BLOOM_FILTER}: a set of values that may claim to hold what it does not, never
 * the other way round. User space looks a value up to ask whether it is there.
 */
final class BloomFilterMap extends VmMap {
  private static final VarHandle WORD = JAVA_LONG.varHandle();

  /** Hash functions when {@code map_extra} names none. */
  private static final int DEFAULT_HASHES = 5;

  private final int valueSize;
  private final int hashes;
  private final long bitMask;
  private final MemorySegment bits;

  BloomFilterMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, MapFlags.NUMA_NODE | MapFlags.ZERO_SEED | MapFlags.ACCESS);
    boolean sized = spec.keySize() == 0 && spec.valueSize() > 0 && spec.maxEntries() != 0;
    MapChecks.require(
        sized, spec, Errno.EINVAL, "max_entries and value_size must not be zero, key_size must be");
    MapChecks.require(
        (spec.extra() & ~15L) == 0,
        spec,
        Errno.EINVAL,
        "map_extra holds at most 15 hash functions");
    super(home, spec);
    this.valueSize = spec.valueSize();
    this.hashes = spec.extra() == 0 ? DEFAULT_HASHES : (int) spec.extra();
    this.bitMask = bitCount(Integer.toUnsignedLong(spec.maxEntries()), hashes) - 1;
    this.bits = allocate((bitMask + 1) / 8);
  }

  /**
   * The best size is entries × hashes ÷ ln 2, rounded up to a power of two; the kernel uses 7/5 for
   * 1 ÷ ln 2 and never more than 2³² bits.
   */
  private static long bitCount(long entries, int hashes) {
    long best = Math.min(entries * hashes * 7 / 5, 1L << 32);
    return Math.max(64, best <= 1 ? 64 : Long.highestOneBit(best - 1) << 1);
  }

  private long bit(MemorySegment value, long valueAt, int function) {
    long hash = 0x9e37_79b9_7f4a_7c15L * (function + 1);
    for (int i = 0; i < valueSize; i++) {
      hash = (hash ^ value.get(JAVA_BYTE, valueAt + i)) * 0xff51_afd7_ed55_8ccdL;
      hash ^= hash >>> 33;
    }
    return hash & bitMask;
  }

  @Override
  public int push(MemorySegment value, long valueAt, long flags) {
    if (flags != MapFlags.ANY) {
      return error(Errno.EINVAL);
    }
    for (int function = 0; function < hashes; function++) {
      long bit = bit(value, valueAt, function);
      long ignored = (long) WORD.getAndBitwiseOr(bits, bit >>> 6 << 3, 1L << bit);
    }
    return 0;
  }

  @Override
  public int peek(MemorySegment value, long valueAt) {
    for (int function = 0; function < hashes; function++) {
      long bit = bit(value, valueAt, function);
      if (((long) WORD.getOpaque(bits, bit >>> 6 << 3) >>> bit & 1) == 0) {
        return error(Errno.ENOENT);
      }
    }
    return 0;
  }

  @Override
  public int pop(MemorySegment value, long valueAt) {
    return error(Errno.EOPNOTSUPP);
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return peek(value, valueAt);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return push(value, valueAt, flags);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return error(Errno.EOPNOTSUPP);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.EOPNOTSUPP);
  }
}
