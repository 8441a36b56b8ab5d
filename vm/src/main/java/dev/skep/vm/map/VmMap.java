package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A map of the embedded engine, with two faces: the {@link BpfMap} that user space has, and the
 * {@code find}, {@code put}, {@code remove} that programs have. Both end in what a kind implements.
 *
 * <p>Operations of programs return 0 or a negative error number, as the kernel's do, and hand out
 * addresses of values, which stay where they are while the map lives.
 */
public abstract class VmMap implements BpfMap {
  private final MapHome home;
  private final MapSpec spec;
  private final int id;
  private final Arena arena = Arena.ofShared();
  private final List<Region> regions = new ArrayList<>();
  private long reservedBytes;

  /** One for the handle that user space holds, one for each program and map that uses this map. */
  private final AtomicInteger references = new AtomicInteger(1);

  private volatile boolean closed;
  private volatile boolean frozen;

  VmMap(MapHome home, MapSpec spec) {
    this.home = home;
    this.spec = spec;
    this.id = home.table().add(this);
  }

  // What kinds implement.

  /** Reads a value for user space: 0 or a negative error number. */
  abstract int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt);

  /** Reads and removes an entry for user space. */
  int readAndRemove(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return -Errno.ENOTSUPP.number();
  }

  /** Writes a value for user space. */
  abstract int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags);

  /** Removes an entry, for user space and programs alike. */
  abstract int erase(MemorySegment key, long keyAt);

  /** The key after a key, for user space: 0 or a negative error number. */
  abstract int following(@Nullable MemorySegment key, MemorySegment next);

  /**
   * The address of a key's value for a program.
   *
   * @param cpu whose value, for per-CPU kinds
   * @return 0 when there is none
   */
  public long find(MemorySegment key, long keyAt, int cpu) {
    return 0;
  }

  /** {@link #find} with a key of 8 bytes in a register. */
  public long findLong(long key, int cpu) {
    throw new IllegalStateException(this + " has no keys of 8 bytes");
  }

  /** {@link #find} with a key of 4 bytes in a register. */
  public long findInt(int key, int cpu) {
    throw new IllegalStateException(this + " has no keys of 4 bytes");
  }

  /** Writes a value for a program; per-CPU kinds write the CPU's own. */
  public int put(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags, int cpu) {
    return write(key, keyAt, value, valueAt, flags);
  }

  /** Removes an entry for a program. */
  public final int remove(MemorySegment key, long keyAt) {
    return erase(key, keyAt);
  }

  /** Appends a value for a program (queue, stack, bloom filter). */
  public int push(MemorySegment value, long valueAt, long flags) {
    return -Errno.EINVAL.number();
  }

  /** Takes a value for a program (queue, stack). */
  public int pop(MemorySegment value, long valueAt) {
    return -Errno.EINVAL.number();
  }

  /** Reads what {@link #pop} would take; for bloom filters, tests for membership. */
  public int peek(MemorySegment value, long valueAt) {
    return -Errno.EINVAL.number();
  }

  /**
   * The address that lies so many bytes into the first value, for programs that name it.
   *
   * @throws MapException with EINVAL where Linux refuses it
   */
  public long valueAddress(int offset) {
    throw failure(Errno.EINVAL, "taking the address of its first value");
  }

  /** The one region that covers all values; null when there is none or more. */
  public @Nullable Region programRegion() {
    return regions.size() == 1 ? regions.getFirst() : null;
  }

  /** How the values lie, for arrays of values; else null. */
  public @Nullable ArrayLayout arrayLayout() {
    return null;
  }

  /** Whether {@link #findInt} or {@link #findLong} takes this map's keys. */
  public boolean findsByRegister() {
    return false;
  }

  /** Shows every entry to a visitor, as {@code bpf_for_each_map_elem} does. */
  public int forEach(EntryVisitor visitor, int cpu) {
    return -Errno.EINVAL.number();
  }

  /** Takes an entry. */
  @FunctionalInterface
  public interface EntryVisitor {
    /**
     * Takes an entry; false ends the walk.
     *
     * @param key the address of the key
     * @param value the address of the value
     */
    boolean visit(long key, long value);
  }

  // What kinds use.

  final MapHome home() {
    return home;
  }

  /** Zeroed memory that lives as long as the map; for constructors: a failure ends the map. */
  final MemorySegment allocate(long bytes) {
    if (!home.memory().take(bytes)) {
      release();
      throw failure(Errno.ENOMEM, "allocating bytes=" + bytes + " beyond the engine's map memory");
    }
    reservedBytes += bytes;
    try {
      return MemoryBudget.allocate(arena, bytes);
    } catch (OutOfMemoryError | IllegalArgumentException _) {
      release();
      throw failure(Errno.ENOMEM, "allocating bytes=" + bytes);
    }
  }

  /** {@link #allocate} for a map that is in use; null when there is no more memory. */
  final @Nullable MemorySegment allocateMore(long bytes) {
    if (!home.memory().take(bytes)) {
      return null;
    }
    reservedBytes += bytes;
    try {
      return MemoryBudget.allocate(arena, bytes);
    } catch (OutOfMemoryError _) {
      return null;
    }
  }

  /** Lets programs reach a region while the map lives. */
  final void expose(Region region) {
    regions.add(region);
    home.space().add(region);
  }

  /** What regions of values are called in messages. */
  final String valueName() {
    return "values of map \"" + spec.name() + "\"";
  }

  /** Whether programs may write values. */
  final boolean programsMayWrite() {
    return (spec.flags() & MapFlags.RDONLY_PROG) == 0;
  }

  final MapException failure(Errno errno, String doing) {
    return new MapException(errno, this + ": " + doing + ": " + errno + " (" + errno.text() + ")");
  }

  static long roundUp8(long bytes) {
    return (bytes + 7) & -8;
  }

  static int error(Errno errno) {
    return -errno.number();
  }

  /** The bytes that back this map, for statistics. */
  public final long memoryBytes() {
    return reservedBytes;
  }

  /** The id in the engine, from 1. */
  public final int id() {
    return id;
  }

  /** Whether user space has closed it. */
  public final boolean closed() {
    return closed;
  }

  /** What stands for this map in a register. */
  public final long handle() {
    return MapTable.handle(id);
  }

  /** Whether user space has given up writing. */
  public final boolean frozen() {
    return frozen;
  }

  /**
   * Keeps the map alive for a program or a map that uses it.
   *
   * @throws IllegalStateException when it is closed and unused
   */
  public final void retain() {
    if (references.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  /** Ends one use; the last one frees the memory. */
  public final void release() {
    if (references.decrementAndGet() == 0) {
      freed();
      home.table().remove(id);
      regions.forEach(home.space()::remove);
      home.memory().release(reservedBytes);
      arena.close();
    }
  }

  /** Ends the uses of what the map holds; the memory is still there. */
  void freed() {}

  // The face towards user space.

  @Override
  public final MapSpec spec() {
    return spec;
  }

  @Override
  public final Engine engine() {
    return home.engine();
  }

  @Override
  public int valueBytes() {
    return spec.valueSize();
  }

  private MemorySegment keyOf(MemorySegment key) {
    open();
    return sized("key", key, spec.keySize());
  }

  private MemorySegment valueOf(MemorySegment value) {
    return sized("value", value, valueBytes());
  }

  /** Kinds without keys take any. */
  private MemorySegment sized(String what, MemorySegment memory, int bytes) {
    if (memory.byteSize() != bytes && (bytes != 0 || what.equals("value"))) {
      throw new MapException(
          Errno.EINVAL,
          this + ": " + what + " has bytes=" + memory.byteSize() + ", expected " + bytes);
    }
    return memory;
  }

  /** Checks that memory has room for so many keys or values. */
  private void room(String what, MemorySegment memory, int each, int count) {
    if (count < 0 || memory.byteSize() < (long) each * count) {
      throw new MapException(
          Errno.EINVAL,
          "%s: room for %s has bytes=%d, count=%d of %d bytes each needs %d"
              .formatted(this, what, memory.byteSize(), count, each, (long) each * count));
    }
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  private void mayRead(String doing) {
    if ((spec.flags() & MapFlags.WRONLY) != 0) {
      throw failure(Errno.EPERM, doing);
    }
  }

  private void mayWrite(String doing) {
    if (frozen || (spec.flags() & MapFlags.RDONLY) != 0) {
      throw failure(Errno.EPERM, doing);
    }
  }

  private boolean outcome(int result, @Nullable Errno expected, String doing) {
    if (result == 0) {
      return true;
    }
    if (expected != null && result == -expected.number()) {
      return false;
    }
    throw failure(errno(result), doing);
  }

  private static Errno errno(int result) {
    return Errno.of(-result).orElseThrow();
  }

  @Override
  public final boolean lookup(MemorySegment key, MemorySegment value) {
    MemorySegment checked = keyOf(key);
    mayRead("lookup");
    return outcome(read(checked, 0, valueOf(value), 0), Errno.ENOENT, "lookup");
  }

  @Override
  public final boolean lookupAndDelete(MemorySegment key, MemorySegment value) {
    MemorySegment checked = keyOf(key);
    mayRead("lookup and delete");
    mayWrite("lookup and delete");
    return outcome(readAndRemove(checked, 0, valueOf(value), 0), Errno.ENOENT, "lookup and delete");
  }

  @Override
  public final boolean update(MemorySegment key, MemorySegment value, UpdateMode mode) {
    MemorySegment checked = keyOf(key);
    mayWrite("update");
    int result = write(checked, 0, valueOf(value), 0, mode.flags());
    return switch (mode) {
      case ANY -> outcome(result, null, "update");
      case NO_EXIST -> outcome(result, Errno.EEXIST, "update");
      case EXIST -> outcome(result, Errno.ENOENT, "update");
    };
  }

  @Override
  public final boolean delete(MemorySegment key) {
    MemorySegment checked = keyOf(key);
    mayWrite("delete");
    return outcome(erase(checked, 0), Errno.ENOENT, "delete");
  }

  @Override
  public final boolean nextKey(@Nullable MemorySegment key, MemorySegment next) {
    MemorySegment checked = key == null ? null : keyOf(key);
    open();
    mayRead("next key");
    return outcome(following(checked, next), Errno.ENOENT, "next key");
  }

  /** How batches walk this kind. */
  Batches batches() {
    return Batches.NONE;
  }

  @Override
  public final BatchResult lookupBatch(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count) {
    open();
    mayRead("lookup batch");
    room("keys", keys, spec.keySize(), count);
    room("values", values, valueBytes(), count);
    return batches().lookup(this, cursor, keys, values, count, false);
  }

  @Override
  public final BatchResult lookupAndDeleteBatch(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count) {
    open();
    mayRead("lookup and delete batch");
    mayWrite("lookup and delete batch");
    room("keys", keys, spec.keySize(), count);
    room("values", values, valueBytes(), count);
    return batches().lookup(this, cursor, keys, values, count, true);
  }

  @Override
  public final BatchResult updateBatch(
      MemorySegment keys, MemorySegment values, int count, UpdateMode mode) {
    open();
    mayWrite("update batch");
    room("keys", keys, spec.keySize(), count);
    room("values", values, valueBytes(), count);
    return batches().update(this, keys, values, count, mode.flags());
  }

  @Override
  public final BatchResult deleteBatch(MemorySegment keys, int count) {
    open();
    mayWrite("delete batch");
    room("keys", keys, spec.keySize(), count);
    return batches().delete(this, keys, count);
  }

  @Override
  public MemorySegment memory() {
    open();
    throw failure(Errno.ENOTSUPP, "mapping its memory");
  }

  /** Checks that user space may map a mappable map's memory. */
  final void mayMap() {
    open();
    if ((spec.flags() & MapFlags.MMAPABLE) == 0) {
      throw failure(Errno.EINVAL, "mapping the memory of a map without BPF_F_MMAPABLE");
    }
    mayWrite("mapping its memory for writing");
  }

  @Override
  public void freeze() {
    open();
    if (frozen) {
      throw failure(Errno.EBUSY, "freeze");
    }
    frozen = true;
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  @Override
  public String toString() {
    return "map \"" + spec.name() + "\" (" + spec.type().label() + ")";
  }

  /** A fault of a program that asks this kind for what it does not do. */
  final Fault misuse(String what) {
    return new Fault(this + ": " + what);
  }
}
