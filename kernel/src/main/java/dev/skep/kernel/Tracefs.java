package dev.skep.kernel;

import dev.skep.abi.Capability;
import dev.skep.abi.Errno;
import dev.skep.engine.NotPermittedException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.Mount;
import dev.skep.kernel.sys.Syscall;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The file system of tracepoints, mounted when it is first needed and not there. */
final class Tracefs {
  private static final Path OWN = Path.of("/sys/kernel/tracing");
  private static final Path IN_DEBUGFS = Path.of("/sys/kernel/debug/tracing");
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.SYS_ADMIN);

  private final Consumer<String> notices;
  private @Nullable Path folder;

  Tracefs(Consumer<String> notices) {
    this.notices = notices;
  }

  /**
   * Where it is mounted.
   *
   * @throws NotPermittedException when it is not mounted and may not be
   */
  synchronized Path folder() {
    if (folder == null) {
      folder = List.of(OWN, IN_DEBUGFS).stream().filter(Tracefs::mounted).findFirst().orElse(null);
    }
    if (folder == null) {
      mount();
      folder = OWN;
    }
    return folder;
  }

  private static boolean mounted(Path candidate) {
    return Files.exists(candidate.resolve("available_events"));
  }

  private void mount() {
    if (!Privileges.effective().containsAll(NEEDED)) {
      throw Refusal.notPermitted("read tracepoints from " + OWN, NEEDED);
    }
    long result = Mount.mount("tracefs", OWN.toString());
    if (result == 0) {
      notices.accept("mounted tracefs at " + OWN + " to read its tracepoints");
      return;
    }
    // Another process may have been faster.
    if (Syscall.failed(result, Errno.EBUSY) && mounted(OWN)) {
      return;
    }
    throw Refusal.of("mount tracefs at " + OWN, result, NEEDED, UnsupportedException::new);
  }

  /** The text of a file, or empty when there is none of this name. */
  Optional<String> read(String relative) {
    Path path = folder().resolve(relative);
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new NotPermittedException(
          "not permitted to read " + path + ": it belongs to root; run as root", e);
    } catch (IOException e) {
      throw new UnsupportedException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
