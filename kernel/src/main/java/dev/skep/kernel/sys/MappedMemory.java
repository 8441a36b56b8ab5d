package dev.skep.kernel.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory that is shared with the kernel by mmap(2). */
public final class MappedMemory {
  /** {@code PROT_READ} of mmap(2). */
  public static final int READ = 1;

  /** {@code PROT_READ | PROT_WRITE} of mmap(2). */
  public static final int READ_WRITE = 3;

  private static final int SHARED = 1;

  /** {@code MAP_FIXED_NOREPLACE} of linux/mman.h. */
  private static final int FIXED_NOREPLACE = 0x100000;

  private MappedMemory() {}

  /**
   * Maps a part of what a descriptor stands for.
   *
   * @param bytes a length, rounded up to pages by the kernel
   * @param protection {@link #READ} or {@link #READ_WRITE}
   * @return the address, or a negated error number
   */
  public static long map(int fd, long offset, long bytes, int protection) {
    return Syscall.call(SystemCall.MMAP, 0, bytes, protection, SHARED, fd, offset);
  }

  /**
   * Maps shared memory at an address, where nothing else may be; the address or a negative errno.
   */
  public static long mapAt(long address, int fd, long bytes, int protection) {
    return Syscall.call(
        SystemCall.MMAP, address, bytes, protection, SHARED | FIXED_NOREPLACE, fd, 0);
  }

  /** Mapped memory as a segment that is unmapped when the arena is closed. */
  @SuppressWarnings("restricted")
  public static MemorySegment segment(long address, long bytes, boolean writable, Arena arena) {
    MemorySegment mapped =
        MemorySegment.ofAddress(address)
            .reinterpret(bytes, arena, each -> unmap(each.address(), bytes));
    return writable ? mapped : mapped.asReadOnly();
  }

  private static void unmap(long address, long bytes) {
    // munmap(2) fails only for a range that is not one of ours.
    Syscall.call(SystemCall.MUNMAP, address, bytes, 0);
  }

  /** The size of a page in bytes: {@code AT_PAGESZ} of getauxval(3). */
  public static int pageBytes() {
    try {
      ByteBuffer vector =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (vector.remaining() >= 16) {
        long type = vector.getLong();
        long value = vector.getLong();
        if (type == 6) {
          return Math.toIntExact(value);
        }
      }
    } catch (IOException _) {
      // Some sandboxes hide the vector; every machine that runs there has pages of 4 KiB.
      return 4096;
    }
    return 4096;
  }
}
