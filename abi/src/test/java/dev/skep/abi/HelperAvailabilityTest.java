package dev.skep.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HelperAvailabilityTest {
  /** What the kernel that was asked lacks: it is locked down, and it ran no TCP iterator. */
  private static final Set<HelperCondition> NOT_MET =
      EnumSet.of(
          HelperCondition.NOT_LOCKED_DOWN,
          HelperCondition.ERROR_INJECTION,
          HelperCondition.TCP_ITERATOR);

  @Test
  void theKernelAllowsExactlyTheseHelpers() {
    int checked = 0;
    for (String[] row : Fixture.rows("helpers-6.18.txt")) {
      ProgramType program = ProgramType.ofLabel(row[0]).orElseThrow();
      Optional<AttachType> attach = AttachType.ofLabel(row[1]);
      assertEquals(row[1].equals("-"), attach.isEmpty(), row[1]);
      Set<Capability> capabilities =
          row[2].equals("root")
              ? EnumSet.allOf(Capability.class)
              : EnumSet.of(Capability.BPF, Capability.NET_ADMIN);
      Set<Helper> expected = EnumSet.noneOf(Helper.class);
      for (int id : Fixture.ranges(row[3], 1)) {
        expected.add(Helper.of(id).orElseThrow());
      }
      assertEquals(expected, allowed(program, attach, capabilities), String.join(" ", row));
      checked++;
    }
    assertTrue(checked > 100, "rows checked: " + checked);
  }

  private static Set<Helper> allowed(
      ProgramType program, Optional<AttachType> attach, Set<Capability> capabilities) {
    HelperAvailability availability = HelperAvailability.of(program);
    Set<Helper> allowed = EnumSet.noneOf(Helper.class);
    for (Helper each : availability.helpers()) {
      HelperRule rule = availability.rule(each).orElseThrow();
      boolean attached = attach.map(rule::allows).orElse(rule.attachTypes().isEmpty());
      boolean met = rule.condition().filter(NOT_MET::contains).isEmpty();
      if (attached && met && capabilities.containsAll(rule.needs())) {
        allowed.add(each);
      }
    }
    return allowed;
  }

  @Test
  void everyHelperIsAvailableSomewhere() {
    Set<Helper> some = EnumSet.noneOf(Helper.class);
    for (ProgramType each : ProgramType.values()) {
      some.addAll(HelperAvailability.of(each).helpers());
    }
    assertEquals(EnumSet.allOf(Helper.class), some);
  }

  @Test
  void anAttachTypeDecidesWhereTheTypeAloneDoesNot() {
    HelperAvailability addresses = HelperAvailability.of(ProgramType.CGROUP_SOCK_ADDR);
    assertTrue(addresses.allows(Helper.BIND, AttachType.CGROUP_INET4_CONNECT));
    assertFalse(addresses.allows(Helper.BIND, AttachType.CGROUP_INET4_BIND));
    HelperAvailability tracing = HelperAvailability.of(ProgramType.TRACING);
    assertTrue(tracing.allows(Helper.GET_FUNC_ARG, AttachType.TRACE_FENTRY));
    assertFalse(tracing.allows(Helper.GET_FUNC_ARG, AttachType.TRACE_ITER));
  }

  @Test
  void privilegeDecidesAndSysAdminHasAll() {
    HelperAvailability filter = HelperAvailability.of(ProgramType.CGROUP_SKB);
    AttachType attach = AttachType.CGROUP_INET_EGRESS;
    assertTrue(filter.allows(Helper.MAP_LOOKUP_ELEM, attach, Set.of()));
    assertFalse(filter.allows(Helper.SPIN_LOCK, attach, Set.of()));
    assertFalse(filter.allows(Helper.TRACE_PRINTK, attach, Set.of(Capability.BPF)));
    assertTrue(filter.allows(Helper.TRACE_PRINTK, attach, Set.of(Capability.SYS_ADMIN)));
  }

  @Test
  void aReplacementProgramHasNoTableOfItsOwn() {
    assertTrue(HelperAvailability.of(ProgramType.EXT).helpers().isEmpty());
  }
}
