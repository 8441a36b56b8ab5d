package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.btf.Btf;
import dev.skep.engine.BpfException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.BtfLoadAttribute;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.Syscall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * BTF in the kernel: its own, and that of programs and maps. The BTF that was loaded last stays
 * open, since the programs and maps of one object share it.
 */
final class TypeObjects implements AutoCloseable {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.BPF);
  private static final int LOG_BYTES = 1 << 16;

  private @Nullable Btf kernel;
  private @Nullable Btf last;
  private @Nullable Descriptor loaded;

  /** The kernel's own types; empty when it was built without them. */
  synchronized Optional<Btf> kernel() {
    if (kernel == null && Files.isReadable(KERNEL)) {
      try {
        kernel = Btf.read(KERNEL);
      } catch (IOException e) {
        throw new UnsupportedException("cannot read the kernel's types from " + KERNEL, e);
      }
    }
    return Optional.ofNullable(kernel);
  }

  /** The kernel's own types. */
  Btf requireKernel(String what) {
    return kernel()
        .orElseThrow(() ->
            new UnsupportedException(
                what + " needs the kernel's types, and " + KERNEL + " is not there"));
  }

  /** The descriptor of loaded types, valid until other types are asked for. */
  synchronized int descriptor(Btf types) {
    Descriptor open = loaded;
    if (open == null || !types.equals(last)) {
      close();
      open = new Descriptor("types", load(types));
      loaded = open;
      last = types;
    }
    return open.number();
  }

  private static int load(Btf types) {
    byte[] bytes = types.bytes();
    try (Arena arena = Arena.ofConfined();
        CallMemory call = CallMemory.take()) {
      MemorySegment data = arena.allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
      long fd = load(call, data, MemorySegment.NULL);
      if (fd < 0) {
        MemorySegment log = arena.allocate(LOG_BYTES);
        fd = load(call, data, log);
        if (fd < 0) {
          throw failure(fd, bytes.length, log.getString(0));
        }
      }
      return (int) fd;
    }
  }

  private static long load(CallMemory call, MemorySegment data, MemorySegment log) {
    MemorySegment attribute = call.structure();
    attribute.set(JAVA_LONG, BtfLoadAttribute.BTF, data.address());
    attribute.set(JAVA_INT, BtfLoadAttribute.SIZE, (int) data.byteSize());
    attribute.set(JAVA_LONG, BtfLoadAttribute.LOG_BUFFER, log.address());
    attribute.set(JAVA_INT, BtfLoadAttribute.LOG_SIZE, (int) log.byteSize());
    attribute.set(JAVA_INT, BtfLoadAttribute.LOG_LEVEL, log.byteSize() == 0 ? 0 : 1);
    return Syscall.bpf(call, Command.BTF_LOAD, attribute, BtfLoadAttribute.BYTES);
  }

  private static BpfException failure(long result, int bytes, String log) {
    String reason = log.strip();
    String last = reason.substring(reason.lastIndexOf('\n') + 1);
    return Refusal.of(
        "load types of bytes=" + bytes,
        result,
        NEEDED,
        line -> new UnsupportedException(last.isEmpty() ? line : line + ": " + last));
  }

  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.close();
      loaded = null;
      last = null;
    }
  }
}
