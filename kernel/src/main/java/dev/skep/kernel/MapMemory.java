package dev.skep.kernel;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.kernel.sys.MappedMemory;
import dev.skep.spec.MapSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The values of a map that can be mapped into the process, mapped when they are first asked for.
 */
final class MapMemory implements AutoCloseable {
  /** {@code BPF_F_RDONLY} of linux/bpf.h: system calls and mappings may only read. */
  private static final int FLAG_READ_ONLY = 1 << 3;

  private final KernelMap map;
  private @Nullable Arena arena;
  private @Nullable MemorySegment segment;

  MapMemory(KernelMap map) {
    this.map = map;
  }

  synchronized MemorySegment segment() {
    int fd = map.descriptor();
    if (segment == null) {
      segment = map(fd);
    }
    return segment;
  }

  private MemorySegment map(int fd) {
    long bytes = bytes(map.spec());
    boolean writable = (map.spec().flags() & FLAG_READ_ONLY) == 0;
    long address = -Errno.EPERM.number();
    if (writable) {
      address =
          map.spec().type() == MapType.ARENA && map.spec().extra() != 0
              ? MappedMemory.mapAt(map.spec().extra(), fd, bytes, MappedMemory.READ_WRITE)
              : MappedMemory.map(fd, 0, bytes, MappedMemory.READ_WRITE);
    }
    // A frozen map can still be mapped for reading.
    if (address == -Errno.EPERM.number()) {
      writable = false;
      address = MappedMemory.map(fd, 0, bytes, MappedMemory.READ);
    }
    if (address < 0) {
      throw map.failure("map the memory of", address);
    }
    Arena mapped = Arena.ofShared();
    arena = mapped;
    return MappedMemory.segment(address, bytes, writable, mapped);
  }

  private static long bytes(MapSpec spec) {
    if (spec.type() == MapType.ARENA) {
      return (long) spec.maxEntries() * MappedMemory.pageBytes();
    }
    return (spec.valueSize() + 7L & ~7L) * spec.maxEntries();
  }

  @Override
  public synchronized void close() {
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
