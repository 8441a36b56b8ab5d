package dev.skep.engine;

import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A live map. Keys are {@link MapSpec#keySize} bytes long; values are {@link #valueBytes} bytes:
 * for per-CPU types one slot for each CPU, each the value size rounded up to 8.
 *
 * <p>An outcome that a caller must expect (no such key, key already there) is a value; any other
 * failure is a {@link MapException} with Linux's error number. Use after {@link #close} throws
 * {@link IllegalStateException}.
 */
public interface BpfMap extends AutoCloseable {

  /** The specification that the map was created from, or was read back from the kernel. */
  MapSpec spec();

  /** The engine that the map lives in. */
  Engine engine();

  /**
   * The size in bytes of a value as it is read and written from here: all CPUs' slots for per-CPU
   * types.
   */
  int valueBytes();

  /**
   * Copies the value of a key.
   *
   * @param key a key; ignored by types without keys (queue, stack: peeks)
   * @param value where {@link #valueBytes} bytes are written
   * @return false when there is no such key
   */
  boolean lookup(MemorySegment key, MemorySegment value);

  /** As {@link #lookup}, and removes the entry; for queues and stacks, pops. */
  boolean lookupAndDelete(MemorySegment key, MemorySegment value);

  /**
   * Writes the value of a key (queue, stack, bloom filter: pushes it).
   *
   * @return false when the mode forbids it: the key is there ({@link UpdateMode#NO_EXIST}) or is
   *     not ({@link UpdateMode#EXIST})
   * @throws MapException among others with E2BIG when the map is full
   */
  boolean update(MemorySegment key, MemorySegment value, UpdateMode mode);

  /** Removes an entry; false when there is no such key. */
  boolean delete(MemorySegment key);

  /**
   * Finds the key after a key, in an order of the map's own.
   *
   * @param key the key to go on from, or null for the first key; a key that is not there starts
   *     again from the first
   * @param next where the key is written
   * @return false when there is no further key
   */
  boolean nextKey(@Nullable MemorySegment key, MemorySegment next);

  /**
   * Reads up to {@code count} entries in one operation. ENOENT of the kernel's last batch is not a
   * failure: {@link BatchResult#end} says that the walk is over, and the entries of this batch are
   * valid.
   *
   * @param cursor where the walk stands; advanced
   * @param keys room for {@code count} keys
   * @param values room for {@code count} values of {@link #valueBytes}
   */
  BatchResult lookupBatch(BatchCursor cursor, MemorySegment keys, MemorySegment values, int count);

  /** As {@link #lookupBatch}, and removes what it read. */
  BatchResult lookupAndDeleteBatch(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count);

  /**
   * Writes {@code count} entries in one operation; a partial failure says how many were done, why
   * it stopped and at which key.
   */
  BatchResult updateBatch(MemorySegment keys, MemorySegment values, int count, UpdateMode mode);

  /**
   * Removes {@code count} keys in one operation; a missing key ends it with ENOENT after the ones
   * before it.
   */
  BatchResult deleteBatch(MemorySegment keys, int count);

  /**
   * The live values of an array that was created with {@code BPF_F_MMAPABLE}: stride is the value
   * size rounded up to 8. Access after the map was closed throws {@link IllegalStateException}.
   *
   * @throws MapException with Linux's error number where Linux refuses to map it
   */
  MemorySegment memory();

  /** Gives up writing from this side for good ({@code BPF_MAP_FREEZE}). */
  void freeze();

  /** Lets go of the map; it lives on while programs use it. */
  @Override
  void close();
}
