package dev.skep.kernel;

import dev.skep.abi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** What the current thread may do: the capabilities that it has in effect. */
final class Privileges {
  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String EFFECTIVE = "CapEff:";

  private Privileges() {}

  /**
   * The effective capabilities of those that BPF asks for. {@code CAP_SYS_ADMIN} stands in for
   * {@code CAP_BPF} and {@code CAP_PERFMON}, as it does in the kernel.
   */
  static Set<Capability> effective() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(EFFECTIVE)) {
          return of(Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16));
        }
      }
    } catch (IOException _) {
      // Without /proc nothing is known, and nothing is claimed to be there.
      return Set.of();
    }
    return Set.of();
  }

  /** The capabilities in a mask of the kernel. */
  static Set<Capability> of(long mask) {
    Set<Capability> held = EnumSet.noneOf(Capability.class);
    for (Capability each : Capability.values()) {
      if ((mask >>> each.code() & 1) != 0) {
        held.add(each);
      }
    }
    if (held.contains(Capability.SYS_ADMIN)) {
      held.add(Capability.BPF);
      held.add(Capability.PERFMON);
    }
    return held;
  }
}
