package dev.skep.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The native memory that one system call needs: the error number, the argument structure, and a
 * copy of what lies on Java's heap. It is lent to one call at a time, so that calls allocate
 * nothing.
 *
 * <p>A platform thread keeps its own. Virtual threads, of which there may be many, share a small
 * pool: a virtual thread cannot leave its carrier between {@link #take} and {@link #close}, so no
 * more are ever in use than there are carriers.
 */
public final class CallMemory implements AutoCloseable {
  /** Larger than any member of {@code union bpf_attr}, and than every other structure here. */
  public static final int STRUCTURE_BYTES = 256;

  private static final int FIRST_DATA_BYTES = 4096;

  /** What is kept for the next call; a larger copy is left to the garbage collector. */
  private static final int KEPT_DATA_BYTES = 1 << 20;

  private static final ThreadLocal<CallMemory> PLATFORM = ThreadLocal.withInitial(CallMemory::new);
  private static final AtomicReferenceArray<CallMemory> POOL = new AtomicReferenceArray<>(64);

  private final MemorySegment error;
  private final MemorySegment structure;
  private MemorySegment data;
  private boolean lent;

  private CallMemory() {
    MemorySegment fixed = Arena.ofAuto().allocate(16 + STRUCTURE_BYTES, 16);
    this.error = fixed.asSlice(0, 16);
    this.structure = fixed.asSlice(16, STRUCTURE_BYTES);
    this.data = Arena.ofAuto().allocate(FIRST_DATA_BYTES, 16);
  }

  /** Lends the memory to the current thread until it is closed. */
  public static CallMemory take() {
    CallMemory memory = Thread.currentThread().isVirtual() ? fromPool() : PLATFORM.get();
    if (memory.lent) {
      memory = new CallMemory();
    }
    memory.lent = true;
    return memory;
  }

  private static CallMemory fromPool() {
    CallMemory pooled = POOL.getAndSet(poolIndex(), null);
    return pooled == null ? new CallMemory() : pooled;
  }

  private static int poolIndex() {
    return (int) Thread.currentThread().threadId() & POOL.length() - 1;
  }

  /** Where the linker leaves the error number. */
  MemorySegment error() {
    return error;
  }

  /** The argument structure's memory, cleared. */
  public MemorySegment structure() {
    return structure.fill((byte) 0);
  }

  /**
   * Memory for a copy of keys and values, aligned to 16 bytes, with what the last call left in it.
   */
  public MemorySegment data(long bytes) {
    if (bytes > data.byteSize()) {
      long rounded = Math.max(bytes, Math.min(Long.highestOneBit(bytes) << 1, KEPT_DATA_BYTES));
      data = Arena.ofAuto().allocate(rounded, 16);
    }
    return data;
  }

  @Override
  public void close() {
    if (data.byteSize() > KEPT_DATA_BYTES) {
      data = Arena.ofAuto().allocate(FIRST_DATA_BYTES, 16);
    }
    lent = false;
    if (Thread.currentThread().isVirtual()) {
      POOL.set(poolIndex(), this);
    }
  }
}
