package dev.skep.kernel;

import dev.skep.abi.MapType;
import dev.skep.engine.BpfException;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** What the test of pinning starts in a process of its own. */
final class PinsMaps {
  private static final Path NAMED = Path.of("/sys/fs/bpf/named");

  private PinsMaps() {}

  public static void main(String[] arguments) {
    MapSpec spec = MapSpec.of("shared", MapType.HASH, 4, 8, 3);
    try (KernelEngine engine = KernelEngine.open(PinsMaps::report)) {
      KernelMap map = engine.create(spec.withPinnedByName(true));
      put(map, 5);
      KernelMap named = engine.create(MapSpec.of("named", MapType.HASH, 4, 8, 3));
      named.pin(NAMED);
      put(named, 6);
      report("pinned");
    }
    try (KernelEngine engine = KernelEngine.open(PinsMaps::report)) {
      report("value=" + get(engine.create(spec.withPinnedByName(true))));
      KernelMap named = engine.openMap(NAMED);
      report("value=" + get(named));
      named.unpin(NAMED);
      failing(() -> engine.create(spec.withPinnedByName(true).withMaxEntries(4)));
      failing(() -> engine.openMap(NAMED));
    }
  }

  private static void failing(Runnable action) {
    try {
      action.run();
    } catch (BpfException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  private static void put(KernelMap map, long value) {
    MemorySegment key = MemorySegment.ofArray(new int[1]);
    map.update(key, MemorySegment.ofArray(new long[] {value}), UpdateMode.ANY);
  }

  private static long get(KernelMap map) {
    long[] value = new long[1];
    map.lookup(MemorySegment.ofArray(new int[1]), MemorySegment.ofArray(value));
    return value[0];
  }

  private static void report(String line) {
    System.out.println(line);
  }
}
