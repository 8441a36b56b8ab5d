package dev.skep.vm.helper;

import dev.skep.vm.map.LocalStorageMap;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;

/** Helpers on local storage: bpf-helpers(7), {@code bpf_*_storage_get}. */
final class StorageHelpers {
  private StorageHelpers() {}

  static void register(HelperTable table) {
    for (int get : new int[] {107, 145, 156, 210}) {
      table.add(get, StorageHelpers::get);
      table.add(get + 1, StorageHelpers::delete);
    }
  }

  private static LocalStorageMap storage(Execution run, long handle) {
    if (run.map(handle) instanceof LocalStorageMap storage) {
      return storage;
    }
    throw new Fault(run.map(handle) + " is no local storage");
  }

  private static long get(Execution run, long map, long object, long value, long flags, long e) {
    LocalStorageMap storage = storage(run, map);
    if ((flags & ~LocalStorageMap.CREATE) != 0 || object == 0) {
      return 0;
    }
    if (value == 0) {
      return storage.get(object, null, 0, flags);
    }
    Region region = run.memory().readable(value, storage.spec().valueSize());
    return storage.get(object, region.segment(), value - region.base(), flags);
  }

  private static long delete(Execution run, long map, long object, long c, long d, long e) {
    return object == 0 ? Errors.EINVAL : storage(run, map).delete(object);
  }
}
