package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Capability;
import dev.skep.abi.Errno;
import dev.skep.engine.BpfException;
import dev.skep.engine.MapException;
import dev.skep.engine.NotPermittedException;
import dev.skep.engine.Symbols.Symbol;
import dev.skep.engine.UnsupportedException;
import dev.skep.testkit.Requires;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine reads of the machine around it. */
class SystemTest {
  @BeforeEach
  void needsTheKernel() {
    Requires.kernel();
  }

  @Test
  void cpusAreCountedFromLists() {
    assertArrayEquals(new int[] {0}, PossibleCpus.numbers("0"));
    assertArrayEquals(new int[] {0, 1, 2, 3, 8, 10, 11}, PossibleCpus.numbers("0-3,8,10-11"));
    assertEquals(7, PossibleCpus.count("0-3,8,10-11"));
    assertThrows(UnsupportedException.class, () -> PossibleCpus.count("0-x"));
  }

  @Test
  void namesKeepWhatTheKernelAllows() {
    assertEquals("a_b.c_0", ObjectName.sanitised("a-b.c/0"));
    assertEquals("abcdefghijklmno", ObjectName.sanitised("abcdefghijklmnopq"));
    assertEquals("", ObjectName.sanitised(""));
  }

  @Test
  void aMissingCapabilityIsNamed() {
    Set<Capability> needed = EnumSet.of(Capability.BPF, Capability.PERFMON);
    String text = Refusal.obstacle(needed, Privileges.of(0));
    assertTrue(text.startsWith("CAP_PERFMON and CAP_BPF are missing"), text);
    assertTrue(text.endsWith("; run as root or grant it"), text);
    String one = Refusal.obstacle(needed, Privileges.of(1L << 39));
    assertTrue(one.startsWith("CAP_PERFMON is missing"), one);
    assertEquals(
        EnumSet.of(Capability.SYS_ADMIN, Capability.BPF, Capability.PERFMON),
        Privileges.of(1L << 21));
    String policy = Refusal.obstacle(needed, needed);
    assertTrue(policy.contains("lockdown"), policy);
    for (String each : new String[] {text, one, policy}) {
      assertFalse(each.contains("memlock") || each.contains("ulimit"), each);
    }
  }

  @Test
  void errorNumbersBecomeExceptionsInOnePlace() {
    Set<Capability> needed = EnumSet.of(Capability.BPF);
    BpfException refused =
        Refusal.of("do it", -Errno.EPERM.number(), needed, UnsupportedException::new);
    assertInstanceOf(NotPermittedException.class, refused);
    assertTrue(refused.toString().contains("not permitted to do it: "), refused::toString);
    BpfException other =
        Refusal.of(
            "do it", -Errno.E2BIG.number(), needed, line -> new MapException(Errno.E2BIG, line));
    assertEquals("cannot do it: " + Errno.E2BIG.text() + " (E2BIG)", other.getMessage());
  }

  @Test
  void theCatalogueKnowsTracepoints() {
    try (KernelEngine engine = KernelEngine.open()) {
      assertTrue(engine.catalog().tracepoints().anyMatch("sched:sched_switch"::equals));
      var format = engine.catalog().tracepoint("sched", "sched_switch").orElseThrow();
      assertEquals("sched_switch", format.name());
      assertTrue(format.field("prev_comm").isPresent());
      assertTrue(engine.catalog().tracepoint("sched", "no_such").isEmpty());
      assertTrue(engine.catalog().tracepoint("..", "..").isEmpty());
      assertTrue(engine.catalog().types().isPresent());
      assertTrue(engine.catalog().origin().startsWith("tracefs at /sys/kernel/"));
    }
  }

  @Test
  void everyFormatOfThisKernelIsRead() {
    try (KernelEngine engine = KernelEngine.open()) {
      long read =
          engine
              .catalog()
              .tracepoints()
              .filter(each -> {
                String[] parts = each.split(":", 2);
                return engine.catalog().tracepoint(parts[0], parts[1]).isPresent();
              })
              .count();
      assertEquals(engine.catalog().tracepoints().count(), read);
    }
  }

  @Test
  void addressesOfTheKernelHaveNames() {
    try (KernelEngine engine = KernelEngine.open()) {
      long address = engine.kernelSymbols().address("do_exit").orElseThrow();
      assertEquals(
          new Symbol("do_exit", 4, ""), engine.symbols().kernel(address + 4).orElseThrow());
      assertTrue(engine.symbols().kernel(1).isEmpty());
      assertTrue(engine.kernelSymbols().address("do_exi").isEmpty());
    }
  }

  /** In a mount namespace of its own, so that the machine stays as it is. */
  @Test
  void tracefsIsMountedWhenItIsNeededAndThatIsSaid() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "umount -l /sys/kernel/tracing 2>/dev/null; umount -l /sys/kernel/debug 2>/dev/null; exec "
            + java
            + " --enable-native-access=ALL-UNNAMED -cp \"$1\" dev.skep.kernel.MountsTracefs";
    Requires.tool("unshare");
    String output =
        Tool.run("unshare", "-m", "sh", "-c", command, "sh", System.getProperty("java.class.path"));
    assertEquals(
        """
        mounted tracefs at /sys/kernel/tracing to read its tracepoints
        sched_switch
        tracefs at /sys/kernel/tracing
        """,
        output);
  }

  /** Without the capability, the reason is said instead. */
  @Test
  void withoutThePrivilegeNothingIsMounted() throws Exception {
    Requires.tool("setpriv");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "umount -l /sys/kernel/tracing 2>/dev/null; umount -l /sys/kernel/debug 2>/dev/null; exec"
            + " setpriv --bounding-set=-all --inh-caps=-all "
            + java
            + " --enable-native-access=ALL-UNNAMED -cp \"$1\" dev.skep.kernel.MountsTracefs";
    String output =
        Tool.run("unshare", "-m", "sh", "-c", command, "sh", System.getProperty("java.class.path"));
    String[] lines = output.split("\n", -1);
    assertTrue(lines[0].startsWith("bpf(2) is not permitted: CAP_PERFMON and CAP_BPF are"), output);
    assertTrue(
        lines[1].startsWith(
            "not permitted to read tracepoints from /sys/kernel/tracing: CAP_SYS_ADMIN is missing"),
        output);
  }
}
