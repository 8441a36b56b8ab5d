package dev.skep.vm.map;

import dev.skep.vm.memory.AddressSpace;
import dev.skep.vm.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A key that a callback can read while a walk lasts. */
final class KeyCopy implements AutoCloseable {
  private final AddressSpace space;
  private final Region region;

  KeyCopy(AddressSpace space, int bytes) {
    this.space = space;
    this.region = Region.of("key of a walk", Arena.ofAuto().allocate(bytes, 8), false);
    space.add(region);
  }

  MemorySegment segment() {
    return region.segment();
  }

  long address() {
    return region.base();
  }

  @Override
  public void close() {
    space.remove(region);
  }
}
