package dev.skep.vm.map;

import dev.skep.vm.memory.Fault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live maps of an engine by the handle that stands for them in registers: a number in a hole
 * that no memory can have.
 */
public final class MapTable {
  /** Neither user nor kernel half of a 64-bit processor's canonical addresses. */
  private static final long BASE = 0x0bee_0000_0000_0000L;

  private volatile @Nullable VmMap[] maps = new VmMap[16];
  private int used = 1;

  /** Takes a map in; its id counts from 1. */
  synchronized int add(VmMap map) {
    if (used == maps.length) {
      maps = Arrays.copyOf(maps, 2 * used);
    }
    maps[used] = map;
    return used++;
  }

  synchronized void remove(int id) {
    maps[id] = null;
  }

  static long handle(int id) {
    return BASE + id;
  }

  /** The map with an id; null when there is none. */
  public @Nullable VmMap byId(int id) {
    @Nullable VmMap[] all = maps;
    return id > 0 && id < all.length ? all[id] : null;
  }

  /**
   * The map that a register holds.
   *
   * @throws Fault when the number is no live map's handle
   */
  public VmMap get(long handle) {
    long id = handle - BASE;
    VmMap map = id == (int) id ? byId((int) id) : null;
    if (map == null) {
      throw new Fault("map argument 0x%x, which is no live map".formatted(handle));
    }
    return map;
  }
}
