package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.engine.BpfException;
import dev.skep.engine.MapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.Mount;
import dev.skep.kernel.sys.ObjectAttribute;
import dev.skep.kernel.sys.Syscall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The file system that keeps objects alive by a name, mounted at its usual place when something is
 * pinned there and it is not mounted yet.
 */
final class BpfFilesystem {
  /** The usual place. */
  static final Path ROOT = Path.of("/sys/fs/bpf");

  private static final Set<Capability> NEEDED = EnumSet.of(Capability.SYS_ADMIN);

  private final Consumer<String> notices;

  BpfFilesystem(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Gives an object a name. */
  void pin(int fd, Path path, Object what) {
    if (path.startsWith(ROOT)) {
      mount();
    }
    long result = call(Command.OBJ_PIN, path, fd);
    if (result < 0) {
      throw failure("pin " + what + " at " + path, result);
    }
  }

  /** A descriptor of the object with a name; empty when there is none. */
  Optional<Descriptor> open(Path path) {
    long fd = call(Command.OBJ_GET, path, 0);
    if (Syscall.failed(fd, Errno.ENOENT)) {
      return Optional.empty();
    }
    if (fd < 0) {
      throw failure("open " + path, fd);
    }
    return Optional.of(new Descriptor("object at " + path, (int) fd));
  }

  /** Takes a name away; the object lives on while something else holds it. */
  static void unpin(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UnsupportedException("cannot unpin " + path + ": " + e, e);
    }
  }

  private synchronized void mount() {
    if (mounted()) {
      return;
    }
    if (!Privileges.effective().containsAll(NEEDED)) {
      throw Refusal.notPermitted("pin below " + ROOT + ", which is not mounted", NEEDED);
    }
    long result = Mount.mount("bpf", ROOT.toString());
    if (result == 0) {
      notices.accept("mounted bpf at " + ROOT + " to pin objects there");
    } else if (!Syscall.failed(result, Errno.EBUSY)) {
      throw Refusal.of("mount bpf at " + ROOT, result, NEEDED, UnsupportedException::new);
    }
  }

  private static boolean mounted() {
    try {
      return Files.getFileStore(ROOT).type().equals("bpf");
    } catch (IOException e) {
      throw new UnsupportedException("cannot read " + ROOT + ": " + e, e);
    }
  }

  private static long call(Command command, Path path, int fd) {
    try (Arena arena = Arena.ofConfined();
        CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_LONG, ObjectAttribute.PATH, arena.allocateFrom(path.toString()).address());
      attribute.set(JAVA_INT, ObjectAttribute.FD, fd);
      return Syscall.bpf(call, command, attribute, ObjectAttribute.BYTES);
    }
  }

  private static BpfException failure(String action, long result) {
    return Refusal.of(
        action,
        result,
        EnumSet.of(Capability.BPF),
        line -> new MapException(Syscall.error(result).orElse(Errno.EINVAL), line));
  }
}
