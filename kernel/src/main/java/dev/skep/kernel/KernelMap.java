package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.MapElementAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A map of the Linux kernel. Values of maps of maps and of program arrays are descriptors of 4
 * bytes when they are written ({@link #descriptor}, {@link KernelProgram#descriptor}), and ids when
 * they are read.
 */
public final class KernelMap implements BpfMap, Resource {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.BPF);

  private final KernelEngine engine;
  private final MapSpec spec;
  private final Descriptor descriptor;
  private final int keyBytes;
  private final int valueBytes;

  /**
   * Changes of program arrays take a mutex in the kernel; a thread that waits for it there holds
   * its carrier, here it does not.
   */
  private final ReentrantLock serial = new ReentrantLock();

  private final MapBatches batches;
  private final MapMemory memory;

  KernelMap(KernelEngine engine, MapSpec spec, Descriptor descriptor) {
    this.engine = engine;
    this.spec = spec;
    this.descriptor = descriptor;
    this.keyBytes = spec.keySize();
    this.valueBytes = valueBytes(spec, engine.cpus());
    this.batches = new MapBatches(this);
    this.memory = new MapMemory(this);
  }

  /** Per-CPU types have a slot for each possible CPU, rounded up to 8 bytes. */
  private static int valueBytes(MapSpec spec, int cpus) {
    return switch (spec.type()) {
      case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE ->
          Math.multiplyExact(Math.addExact(spec.valueSize(), 7) & ~7, cpus);
      default -> spec.valueSize();
    };
  }

  @Override
  public MapSpec spec() {
    return spec;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public int valueBytes() {
    return valueBytes;
  }

  /**
   * The file descriptor, which stays the map's own.
   *
   * @throws IllegalStateException when the map is closed
   */
  public int descriptor() {
    return descriptor.number();
  }

  /** What the kernel says of the map. */
  public MapInformation information() {
    return KernelObjects.mapOf(descriptor.number());
  }

  /**
   * Keeps the map alive under a name in a BPF file system, which is mounted at {@code /sys/fs/bpf}
   * when the name lies there and it is not mounted yet.
   */
  public void pin(Path path) {
    engine.files().pin(descriptor.number(), path, this);
  }

  /** Takes the name away; the map lives on while something else holds it. */
  public void unpin(Path path) {
    BpfFilesystem.unpin(path);
  }

  @Override
  public boolean lookup(MemorySegment key, MemorySegment value) {
    return read(Command.MAP_LOOKUP_ELEM, "look up in", key, value);
  }

  @Override
  public boolean lookupAndDelete(MemorySegment key, MemorySegment value) {
    return read(Command.MAP_LOOKUP_AND_DELETE_ELEM, "look up and delete in", key, value);
  }

  private boolean read(Command command, String action, MemorySegment key, MemorySegment value) {
    int fd = descriptor.number();
    checkKey(key);
    checkValue(value);
    try (CallMemory call = CallMemory.take()) {
      MemorySegment data = call.data(valueOffset() + valueBytes);
      // A bloom filter is asked about the value itself.
      if (spec.type() == MapType.BLOOM_FILTER) {
        MemorySegment.copy(value, 0, data, valueOffset(), valueBytes);
      }
      long result = element(call, command, fd, key, data, data.address() + valueOffset(), 0);
      if (result < 0) {
        return absent(result, Errno.ENOENT, action);
      }
      if (spec.type() != MapType.BLOOM_FILTER) {
        MemorySegment.copy(data, valueOffset(), value, 0, valueBytes);
      }
      return true;
    }
  }

  @Override
  public boolean update(MemorySegment key, MemorySegment value, UpdateMode mode) {
    if (spec.type() != MapType.PROG_ARRAY) {
      return write(key, value, mode);
    }
    serial.lock();
    try {
      return write(key, value, mode);
    } finally {
      serial.unlock();
    }
  }

  private boolean write(MemorySegment key, MemorySegment value, UpdateMode mode) {
    int fd = descriptor.number();
    checkKey(key);
    checkValue(value);
    try (CallMemory call = CallMemory.take()) {
      MemorySegment data = call.data(valueOffset() + valueBytes);
      MemorySegment.copy(value, 0, data, valueOffset(), valueBytes);
      long at = data.address() + valueOffset();
      long result = element(call, Command.MAP_UPDATE_ELEM, fd, key, data, at, mode.flags());
      return result >= 0
          || switch (mode) {
            case ANY -> throw failure("update", result);
            case NO_EXIST -> absent(result, Errno.EEXIST, "update");
            case EXIST -> absent(result, Errno.ENOENT, "update");
          };
    }
  }

  @Override
  public boolean delete(MemorySegment key) {
    if (spec.type() != MapType.PROG_ARRAY) {
      return remove(key);
    }
    serial.lock();
    try {
      return remove(key);
    } finally {
      serial.unlock();
    }
  }

  private boolean remove(MemorySegment key) {
    int fd = descriptor.number();
    checkKey(key);
    try (CallMemory call = CallMemory.take()) {
      MemorySegment data = call.data(keyBytes);
      long result = element(call, Command.MAP_DELETE_ELEM, fd, key, data, 0, 0);
      return result >= 0 || absent(result, Errno.ENOENT, "delete from");
    }
  }

  @Override
  public boolean nextKey(@Nullable MemorySegment key, MemorySegment next) {
    int fd = descriptor.number();
    checkKey(next);
    if (key != null) {
      checkKey(key);
    }
    try (CallMemory call = CallMemory.take()) {
      MemorySegment data = call.data(valueOffset() + keyBytes);
      long at = data.address() + valueOffset();
      long result = element(call, Command.MAP_GET_NEXT_KEY, fd, key, data, at, 0);
      if (result < 0) {
        return absent(result, Errno.ENOENT, "find the next key of");
      }
      MemorySegment.copy(data, valueOffset(), next, 0, keyBytes);
      return true;
    }
  }

  private long element(
      CallMemory call,
      Command command,
      int fd,
      @Nullable MemorySegment key,
      MemorySegment data,
      long valueAddress,
      long flags) {
    MemorySegment attribute = call.structure();
    attribute.set(JAVA_INT, MapElementAttribute.MAP_FD, fd);
    // Types without keys want a null pointer; so does the question for the first key.
    if (key != null && keyBytes != 0) {
      MemorySegment.copy(key, 0, data, 0, keyBytes);
      attribute.set(JAVA_LONG, MapElementAttribute.KEY, data.address());
    }
    attribute.set(JAVA_LONG, MapElementAttribute.VALUE, valueAddress);
    attribute.set(JAVA_LONG, MapElementAttribute.FLAGS, flags);
    return Syscall.bpf(call, command, attribute, MapElementAttribute.BYTES);
  }

  /** Where the value lies behind the key, aligned for the copies. */
  private long valueOffset() {
    return keyBytes + 7L & ~7L;
  }

  private boolean absent(long result, Errno expected, String action) {
    if (Syscall.failed(result, expected)) {
      return false;
    }
    throw failure(action, result);
  }

  @Override
  public BatchResult lookupBatch(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count) {
    return batches.lookup(cursor, keys, values, count, false);
  }

  @Override
  public BatchResult lookupAndDeleteBatch(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count) {
    return batches.lookup(cursor, keys, values, count, true);
  }

  @Override
  public BatchResult updateBatch(
      MemorySegment keys, MemorySegment values, int count, UpdateMode mode) {
    return batches.update(keys, values, count, mode);
  }

  @Override
  public BatchResult deleteBatch(MemorySegment keys, int count) {
    return batches.delete(keys, count);
  }

  @Override
  public MemorySegment memory() {
    return memory.segment();
  }

  @Override
  public void freeze() {
    int fd = descriptor.number();
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, MapElementAttribute.MAP_FD, fd);
      long result = Syscall.bpf(call, Command.MAP_FREEZE, attribute, MapElementAttribute.BYTES);
      if (result < 0) {
        throw failure("freeze", result);
      }
    }
  }

  private void checkKey(MemorySegment key) {
    if (key.byteSize() != keyBytes && keyBytes != 0) {
      throw wrongSize("key", key.byteSize(), keyBytes);
    }
  }

  private void checkValue(MemorySegment value) {
    if (value.byteSize() != valueBytes) {
      throw wrongSize("value", value.byteSize(), valueBytes);
    }
  }

  private MapException wrongSize(String what, long bytes, int expected) {
    return new MapException(
        Errno.EINVAL, this + ": " + what + " has bytes=" + bytes + ", expected " + expected);
  }

  /** The exception for a failed operation. */
  BpfException failure(String action, long result) {
    return Refusal.of(
        action + " " + this,
        result,
        NEEDED,
        line -> new MapException(Syscall.error(result).orElse(Errno.EINVAL), line));
  }

  @Override
  public String toString() {
    return "map " + spec.name() + " (" + spec.type().label() + ")";
  }

  @Override
  public void close() {
    engine.ownership().remove(this);
    memory.close();
    descriptor.close();
  }
}
