package dev.skep.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The capabilities of a process that bpf(2) and its neighbours ask for (capabilities(7)). */
enum Capability {
  CAP_NET_ADMIN(12),
  CAP_SYS_ADMIN(21),
  /** Since Linux 5.8; before, CAP_SYS_ADMIN alone. */
  CAP_PERFMON(38),
  /** Since Linux 5.8; before, CAP_SYS_ADMIN alone. */
  CAP_BPF(39);

  private static final Path STATUS = Path.of("/proc/thread-self/status");

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  /**
   * Which of these the current thread has in effect. CAP_SYS_ADMIN stands in for CAP_BPF and
   * CAP_PERFMON.
   */
  static Set<Capability> effective() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("CapEff:")) {
          return of(Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16));
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
    for (Capability each : values()) {
      if ((mask >>> each.bit & 1) != 0) {
        held.add(each);
      }
    }
    if (held.contains(CAP_SYS_ADMIN)) {
      held.add(CAP_BPF);
      held.add(CAP_PERFMON);
    }
    return held;
  }
}
