package dev.skep.vm.helper;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;

/**
 * Helpers that read memory which may not be there: what no live region allows is −EFAULT, and the
 * destination is zeroed, as in Linux.
 */
final class ProbeHelpers {
  private ProbeHelpers() {}

  static void register(HelperTable table) {
    table.add(4, ProbeHelpers::read);
    table.add(112, ProbeHelpers::read);
    table.add(113, ProbeHelpers::read);
    table.add(45, ProbeHelpers::readString);
    table.add(114, ProbeHelpers::readString);
    table.add(115, ProbeHelpers::readString);
    table.add(148, ProbeHelpers::read);
  }

  private static long read(Execution run, long to, long size, long from, long d, long e) {
    long bytes = size & 0xffff_ffffL;
    if (bytes == 0) {
      return 0;
    }
    Region target = run.memory().writable(to, bytes);
    Region source = run.memory().find(from, bytes);
    if (source == null) {
      target.segment().asSlice(to - target.base(), bytes).fill((byte) 0);
      return Errors.EFAULT;
    }
    MemorySegment.copy(
        source.segment(), from - source.base(), target.segment(), to - target.base(), bytes);
    return 0;
  }

  /** Reads up to and with the zero byte; the length with it, or −EFAULT. */
  private static long readString(Execution run, long to, long size, long from, long d, long e) {
    Memory memory = run.memory();
    int bytes = (int) size;
    if (bytes <= 0) {
      return bytes == 0 ? 0 : Errors.EFAULT;
    }
    Region target = memory.writable(to, bytes);
    long at = to - target.base();
    for (int i = 0; i < bytes; i++) {
      Region source = memory.find(from + i, 1);
      if (source == null) {
        target.segment().asSlice(at, bytes).fill((byte) 0);
        return Errors.EFAULT;
      }
      byte each = source.segment().get(JAVA_BYTE, from + i - source.base());
      target.segment().set(JAVA_BYTE, at + i, each);
      if (each == 0) {
        return i + 1L;
      }
    }
    target.segment().set(JAVA_BYTE, at + bytes - 1, (byte) 0);
    return bytes;
  }
}
