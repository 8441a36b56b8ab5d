package dev.skep.vm.helper;

import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;

/** Helpers on maps: bpf-helpers(7), {@code bpf_map_*}. */
final class MapHelpers {
  private MapHelpers() {}

  static void register(HelperTable table) {
    table.add(1, MapHelpers::lookup);
    table.add(2, MapHelpers::update);
    table.add(3, MapHelpers::delete);
    table.add(87, MapHelpers::push);
    table.add(88, MapHelpers::pop);
    table.add(89, MapHelpers::peek);
    table.add(164, MapHelpers::forEach);
    table.add(195, MapHelpers::lookupPerCpu);
  }

  private static long lookup(Execution run, long map, long key, long c, long d, long e) {
    return lookup(run.map(map), run.memory(), key, run.cpu());
  }

  private static long lookup(VmMap map, Memory memory, long key, int cpu) {
    return switch (map.spec().keySize()) {
      case 8 -> map.findLong(memory.loadLong(key), cpu);
      case 4 -> map.findInt(memory.loadInt(key), cpu);
      default -> {
        Region region = memory.readable(key, map.spec().keySize());
        yield map.find(region.segment(), key - region.base(), cpu);
      }
    };
  }

  private static long lookupPerCpu(Execution run, long map, long key, long cpu, long d, long e) {
    long wanted = cpu & 0xffff_ffffL;
    return wanted < run.machine().cpus()
        ? lookup(run.map(map), run.memory(), key, (int) wanted)
        : 0;
  }

  private static long update(Execution run, long handle, long key, long value, long flags, long e) {
    VmMap map = run.map(handle);
    Region keys = run.memory().readable(key, map.spec().keySize());
    Region values = run.memory().readable(value, map.spec().valueSize());
    return map.put(
        keys.segment(),
        key - keys.base(),
        values.segment(),
        value - values.base(),
        flags,
        run.cpu());
  }

  private static long delete(Execution run, long handle, long key, long c, long d, long e) {
    VmMap map = run.map(handle);
    Region keys = run.memory().readable(key, map.spec().keySize());
    return map.remove(keys.segment(), key - keys.base());
  }

  private static long push(Execution run, long handle, long value, long flags, long d, long e) {
    VmMap map = run.map(handle);
    Region values = run.memory().readable(value, map.spec().valueSize());
    return map.push(values.segment(), value - values.base(), flags);
  }

  private static long pop(Execution run, long handle, long value, long c, long d, long e) {
    VmMap map = run.map(handle);
    Region values = run.memory().writable(value, map.spec().valueSize());
    return map.pop(values.segment(), value - values.base());
  }

  private static long peek(Execution run, long handle, long value, long c, long d, long e) {
    VmMap map = run.map(handle);
    Region values = run.memory().writable(value, map.spec().valueSize());
    return map.peek(values.segment(), value - values.base());
  }

  private static long forEach(
      Execution run, long handle, long callback, long context, long flags, long e) {
    if (flags != 0) {
      return Errors.EINVAL;
    }
    VmMap map = run.map(handle);
    return map.forEach(
        (key, value) -> run.callback(callback, handle, key, value, context) == 0, run.cpu());
  }
}
