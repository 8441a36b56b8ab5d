package dev.skep.abi.kfunc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Fixture;
import dev.skep.abi.ProgramType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KfuncTest {
  /** Types that the kernel could not be asked about: refused here by policy, or not configured. */
  private static final Set<ProgramType> NOT_ASKED =
      EnumSet.of(
          ProgramType.LSM,
          ProgramType.EXT,
          ProgramType.LIRC_MODE2,
          // asked only by attach type
          ProgramType.CGROUP_SOCK_ADDR);

  /** Kfuncs that a filter keeps to some attach types of the program types of their hook. */
  private static final Set<String> FILTERED =
      Set.of("bpf_session_cookie", "bpf_session_is_return", "bpf_sock_destroy");

  @Test
  void theKernelLetsExactlyTheseProgramTypesCallThem() {
    List<String[]> rows = Fixture.rows("kfuncs-6.18.txt");
    assertTrue(rows.size() >= 200, "rows: " + rows.size());
    for (String[] row : rows) {
      Kfunc kfunc = Kfunc.of(row[0]).orElseThrow(() -> new AssertionError(row[0]));
      Set<ProgramType> expected = EnumSet.noneOf(ProgramType.class);
      for (String label : Arrays.asList(row).subList(1, row.length)) {
        expected.add(ProgramType.ofLabel(label).orElseThrow());
      }
      Set<ProgramType> allowed = EnumSet.noneOf(ProgramType.class);
      for (ProgramType each : ProgramType.values()) {
        if (kfunc.allows(each)) {
          allowed.add(each);
        }
      }
      allowed.removeAll(NOT_ASKED);
      expected.removeAll(NOT_ASKED);
      if (!FILTERED.contains(row[0])) {
        assertEquals(expected, allowed, row[0]);
      }
    }
  }

  @Test
  void iteratorsAreComplete() {
    for (Kfunc each : Kfunc.all().values()) {
      if (each.has(KfuncFlag.ITER_NEW)) {
        String stem = each.name().substring(0, each.name().length() - "new".length());
        assertTrue(Kfunc.of(stem + "next").orElseThrow().has(KfuncFlag.ITER_NEXT), stem);
        assertTrue(Kfunc.of(stem + "destroy").orElseThrow().has(KfuncFlag.ITER_DESTROY), stem);
      }
    }
  }

  @Test
  void flagsTellReferencesAndNull() {
    Kfunc acquire = Kfunc.of("bpf_task_acquire").orElseThrow();
    assertTrue(acquire.has(KfuncFlag.ACQUIRE) && acquire.has(KfuncFlag.RET_NULL));
    assertTrue(Kfunc.of("bpf_task_release").orElseThrow().has(KfuncFlag.RELEASE));
    assertFalse(acquire.allows(ProgramType.SOCKET_FILTER));
    assertEquals(Optional.empty(), Kfunc.of("bpf_no_such"));
  }
}
