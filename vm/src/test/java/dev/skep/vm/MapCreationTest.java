package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.MapType;
import dev.skep.engine.Engine;
import dev.skep.engine.MapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.KernelEngine;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random specifications, refused with the same error numbers as by Linux. */
class MapCreationTest {
  private static final long SEED = 20260102;
  private static final int SPECIFICATIONS = 80;

  private static final int[] KEY_SIZES = {0, 1, 4, 4, 4, 5, 8, 260, 261, 600};
  private static final int[] VALUE_SIZES = {0, 1, 4, 4, 8, 8, 80, 1016, 1024, 32768, 32769};
  private static final int[] ENTRIES = {0, 0, 1, 3, 16, 100, 4096, 8192, 12288};

  /** Without those that ask for a descriptor: BPF_F_LINK, token, BTF, path, NUMA_NODE. */
  private static final int[] FLAGS = {
    0, 0, 0, 1, 1, 2, 3, 8, 0x10, 0x18, 0x20, 0x40, 0x80, 0x100, 0x180, 0x200, 0x400, 0x400, 0x401,
    0x800, 0x1000, 0x20400, 0x200000
  };

  private static int pick(int[] from, SplittableRandom random) {
    return from[random.nextInt(from.length)];
  }

  @ParameterizedTest
  @EnumSource(
      value = MapType.class,
      names = {
        "HASH", "ARRAY", "PERCPU_HASH", "PERCPU_ARRAY", "LRU_HASH", "LRU_PERCPU_HASH", "LPM_TRIE",
        "PROG_ARRAY", "PERF_EVENT_ARRAY", "STACK_TRACE", "QUEUE", "STACK", "BLOOM_FILTER",
            "RINGBUF",
        "USER_RINGBUF", "DEVMAP", "DEVMAP_HASH", "CPUMAP", "XSKMAP", "ARRAY_OF_MAPS",
            "HASH_OF_MAPS",
        "ARENA"
      })
  void aSpecificationIsTakenOrRefusedAsByLinux(MapType type) {
    Requires.kernel();
    SplittableRandom random = new SplittableRandom(SEED + type.code());
    StringBuilder differences = new StringBuilder();
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().cpus(kernel.cpus()).build()) {
      for (int i = 0; i < SPECIFICATIONS; i++) {
        MapSpec spec = random(type, random);
        String expected = created(kernel, spec);
        String actual = created(vm, spec);
        if (!expected.equals(actual)) {
          differences.append(
              "key=%d value=%d entries=%d flags=0x%x extra=%d: linux %s, vm %s%n"
                  .formatted(
                      spec.keySize(),
                      spec.valueSize(),
                      spec.maxEntries(),
                      spec.flags(),
                      spec.extra(),
                      expected,
                      actual));
        }
      }
    }
    assertEquals("", differences.toString(), "seed=" + SEED);
  }

  private static MapSpec random(MapType type, SplittableRandom random) {
    MapSpec spec =
        MapSpec.of(
                "random",
                type,
                pick(KEY_SIZES, random),
                pick(VALUE_SIZES, random),
                pick(ENTRIES, random))
            .withFlags(pick(FLAGS, random));
    if (spec.valueSize() > 1024 && spec.maxEntries() > 100) {
      spec = spec.withMaxEntries(3);
    }
    boolean holdsMaps = type == MapType.ARRAY_OF_MAPS || type == MapType.HASH_OF_MAPS;
    if (holdsMaps && random.nextInt(6) > 0) {
      spec = spec.withInner(MapSpec.of("inner", MapType.ARRAY, 4, 8, 2));
    }
    boolean extra = type == MapType.BLOOM_FILTER && random.nextBoolean();
    return extra ? spec.withExtra(random.nextInt(20)) : spec;
  }

  private static String created(Engine engine, MapSpec spec) {
    try {
      engine.create(spec).close();
      return "created";
    } catch (MapException e) {
      return e.errno().name();
    } catch (UnsupportedException e) {
      return "unsupported " + e.getMessage();
    }
  }
}
