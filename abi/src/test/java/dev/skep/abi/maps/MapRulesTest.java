package dev.skep.abi.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Fixture;
import dev.skep.abi.MapType;
import dev.skep.abi.flags.MapCreateFlag;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapRulesTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 24, 32, 64, 80, 256, 512, 513, 1024, 4096, 8192
  };
  private static final int[] ENTRIES = {0, 1, 2, 3, 5, 7, 4096, 8192, 12288};

  @Test
  void theKernelAcceptsExactlyTheseMaps() {
    List<String[]> rows = Fixture.rows("maps-6.18.txt");
    assertEquals(32 * 4, rows.size());
    for (String[] row : rows) {
      MapRules rules = MapRules.of(MapType.of(Integer.parseInt(row[0])).orElseThrow());
      String where = rules.type() + " " + row[1];
      List<Integer> theirs = Fixture.ranges(row[2], 1);
      switch (row[1]) {
        case "key" -> compare(where, theirs, SIZES, rules.key()::accepts);
        // where BTF describes the value, it was a 4-byte number here
        case "value" ->
            compare(
                where, theirs, rules.needsBtf() ? new int[] {4} : SIZES, rules.value()::accepts);
        // the most of a cpumap is the number of CPUs that the kernel was built for
        case "entries" ->
            compare(
                where,
                theirs,
                rules.type() == MapType.CPUMAP ? new int[] {0, 1, 2, 3} : ENTRIES,
                entries -> rules.entries().accepts(entries, 4096));
        default -> {
          // a build id takes 32 bytes of value, and the value tried was none of their multiples
          int[] bits = IntStream.range(0, 20).filter(bit -> bit != 5).toArray();
          compare(where, theirs, bits, bit -> allows(rules, bit));
        }
      }
    }
  }

  private static boolean allows(MapRules rules, int bit) {
    return rules.flags().stream()
        .mapToLong(MapCreateFlag::value)
        .anyMatch(flag -> flag == 1L << bit);
  }

  private static void compare(String where, List<Integer> theirs, int[] tried, IntPredicate ours) {
    TreeSet<Integer> accepted = new TreeSet<>();
    TreeSet<Integer> expected = new TreeSet<>();
    for (int each : tried) {
      if (theirs.contains(each)) {
        expected.add(each);
      }
      if (ours.test(each)) {
        accepted.add(each);
      }
    }
    assertEquals(expected, accepted, where);
  }

  @Test
  void whatIsRequiredIsAlsoAllowed() {
    for (MapType type : MapType.values()) {
      MapRules rules = MapRules.of(type);
      assertTrue(rules.flags().containsAll(rules.required()), type.name());
    }
  }

  @Test
  void perCpuMapsAreThoseWhoseNameSaysSo() {
    for (MapType type : MapType.values()) {
      assertEquals(type.name().contains("PERCPU"), type.isPerCpu(), type.name());
    }
  }
}
