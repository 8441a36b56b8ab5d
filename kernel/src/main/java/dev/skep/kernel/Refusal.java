package dev.skep.kernel;

import dev.skep.abi.Capability;
import dev.skep.abi.Errno;
import dev.skep.engine.BpfException;
import dev.skep.engine.NotPermittedException;
import dev.skep.kernel.sys.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The one place where an error number becomes an exception. A lack of permission says what is in
 * the way: a capability, a sysctl, or the lockdown mode. Locked memory is never the reason: since
 * Linux 5.11 the memory of BPF objects is accounted by cgroup.
 */
final class Refusal {
  private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
  private static final Path UNPRIVILEGED = Path.of("/proc/sys/kernel/unprivileged_bpf_disabled");

  private Refusal() {}

  /**
   * The exception for a failed call: {@link NotPermittedException} for EPERM, and for EACCES where
   * a capability is missing; else what the caller makes of the line.
   *
   * @param action what was tried, with names and values: {@code "create map x"}
   * @param result the negated error number
   * @param needed the capabilities that the action asks for
   */
  static BpfException of(
      String action,
      long result,
      Set<Capability> needed,
      Function<String, ? extends BpfException> otherwise) {
    boolean missing = !Privileges.effective().containsAll(needed);
    if (Syscall.failed(result, Errno.EPERM) || (missing && Syscall.failed(result, Errno.EACCES))) {
      return notPermitted(action, needed);
    }
    return otherwise.apply("cannot " + action + ": " + Syscall.describe(result));
  }

  /** The exception for an action that lacks permission. */
  static NotPermittedException notPermitted(String action, Set<Capability> needed) {
    return new NotPermittedException(
        "not permitted to " + action + ": " + obstacle(needed, Privileges.effective()));
  }

  /** What stands in the way of an action that needs these capabilities. */
  static String obstacle(Set<Capability> needed, Set<Capability> held) {
    List<Capability> missing =
        needed.stream().filter(each -> !held.contains(each)).sorted().toList();
    if (!missing.isEmpty()) {
      String names =
          String.join(
              " and ", missing.stream().map(Capability::constantName).toArray(String[]::new));
      return names
          + (missing.size() == 1 ? " is" : " are")
          + " missing"
          + sysctl()
          + "; run as root or grant it";
    }
    String lockdown = lockdown();
    return lockdown.isEmpty()
        ? "this kernel's policy forbids it although the capabilities are held"
            + " (lockdown, a security module or a seccomp filter)"
        : "lockdown=" + lockdown + " or a security module forbids it";
  }

  private static String sysctl() {
    String value = read(UNPRIVILEGED);
    return value.isEmpty() || value.equals("0")
        ? ""
        : " and kernel.unprivileged_bpf_disabled=" + value;
  }

  /** The lockdown mode in force, as the brackets of its file say; empty when none is known. */
  private static String lockdown() {
    String modes = read(LOCKDOWN);
    int open = modes.indexOf('[');
    int close = modes.indexOf(']');
    String mode = open < 0 || close < open ? "" : modes.substring(open + 1, close);
    return mode.equals("none") ? "" : mode;
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException _) {
      // Absent where the kernel was built without it; there it is not in the way either.
      return "";
    }
  }
}
