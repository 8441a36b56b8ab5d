package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_HASH_OF_MAPS}: programs find the map itself, user space writes and reads
 * maps' ids, which are what the table holds.
 */
final class HashOfMaps extends HashKind {
  private final MapSpec template;

  HashOfMaps(MapHome home, MapSpec spec) {
    check(spec, false, false);
    MapSpec wanted = InnerMaps.template(spec);
    super(home, spec, Integer.BYTES);
    this.template = wanted;
  }

  private int idAt(int element) {
    return table.elements().get(JAVA_INT, table.at(element) + table.valueAt());
  }

  @Override
  long visible(int element, int cpu) {
    VmMap map = home().table().byId(idAt(element));
    return map == null ? 0 : map.handle();
  }

  @Override
  void copyOut(int element, MemorySegment value, long valueAt) {
    value.set(JAVA_INT_UNALIGNED, valueAt, idAt(element));
  }

  @Override
  public int put(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags, int cpu) {
    VmMap map = InnerMaps.named(this, template, value, valueAt);
    if (map == null) {
      return InnerMaps.refusal(this, value, valueAt);
    }
    map.retain();
    int result = super.put(key, keyAt, value, valueAt, flags, cpu);
    if (result != 0) {
      map.release();
    }
    return result;
  }

  @Override
  void fill(int element, MemorySegment value, long valueAt, int cpu) {
    int id = value.get(JAVA_INT_UNALIGNED, valueAt);
    table.elements().set(JAVA_INT, table.at(element) + table.valueAt(), id);
  }

  @Override
  boolean inPlace(long flags) {
    return false;
  }

  @Override
  void dropped(int element) {
    release(home().table().byId(idAt(element)));
  }

  private static void release(@Nullable VmMap map) {
    if (map != null) {
      map.release();
    }
  }

  @Override
  void freed() {
    for (int element = table.firstFrom(0); element >= 0; element = table.after(element)) {
      dropped(element);
    }
  }
}
