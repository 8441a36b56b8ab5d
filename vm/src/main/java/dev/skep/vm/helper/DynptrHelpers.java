package dev.skep.vm.helper;

import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Reservation;
import java.lang.foreign.MemorySegment;

/**
 * Helpers on dynptrs, pointers that know their bounds:
 *
 * <pre>
 * 0                8           12         16
 * | address, 0 null | length    | 0        |
 * </pre>
 *
 * Every access goes through the run's memory, so that a forged one reaches nothing more.
 */
final class DynptrHelpers {
  /** {@code DYNPTR_MAX_SIZE}. */
  private static final long SIZE_LIMIT = (1 << 24) - 1;

  private DynptrHelpers() {}

  static void register(HelperTable table) {
    table.add(197, DynptrHelpers::fromMemory);
    table.add(198, DynptrHelpers::reserve);
    table.add(199, (run, pointer, flags, c, d, e) -> commit(run, pointer, flags, false));
    table.add(200, (run, pointer, flags, c, d, e) -> commit(run, pointer, flags, true));
    table.add(201, DynptrHelpers::read);
    table.add(202, DynptrHelpers::write);
    table.add(203, DynptrHelpers::data);
  }

  static void set(Memory memory, long pointer, long address, long length) {
    memory.storeLong(pointer, address);
    memory.storeLong(pointer + 8, length);
  }

  private static long length(Memory memory, long pointer) {
    return memory.loadInt(pointer + 8) & 0xffff_ffffL;
  }

  private static long fromMemory(
      Execution run, long data, long size, long flags, long pointer, long e) {
    long bytes = size & 0xffff_ffffL;
    boolean tooLong = bytes > SIZE_LIMIT;
    if (tooLong || flags != 0) {
      set(run.memory(), pointer, 0, 0);
      return tooLong ? Errors.E2BIG : Errors.EINVAL;
    }
    set(run.memory(), pointer, data, bytes);
    return 0;
  }

  private static long reserve(
      Execution run, long map, long size, long flags, long pointer, long e) {
    long bytes = size & 0xffff_ffffL;
    set(run.memory(), pointer, 0, 0);
    if (flags != 0) {
      return Errors.EINVAL;
    }
    if (bytes > SIZE_LIMIT) {
      return Errors.E2BIG;
    }
    long address = run.reserve(RingHelpers.ring(run, map), bytes);
    if (address == 0) {
      return Errors.EINVAL;
    }
    set(run.memory(), pointer, address, bytes);
    return 0;
  }

  private static long commit(Execution run, long pointer, long flags, boolean discard) {
    long address = run.memory().loadLong(pointer);
    if (address != 0) {
      Reservation reservation = run.takeReservation(address);
      reservation.ring().commit(reservation.payload(), flags, discard);
      set(run.memory(), pointer, 0, 0);
    }
    return 0;
  }

  /** Whether a range lies inside; a negative error number when not, the address when it does. */
  private static long resolve(Memory memory, long pointer, long offset, long bytes) {
    long address = memory.loadLong(pointer);
    if (address == 0) {
      return Errors.EINVAL;
    }
    long length = length(memory, pointer);
    return offset > length || bytes > length - offset ? Errors.E2BIG : address + offset;
  }

  private static boolean failed(long resolved) {
    return resolved < 0 && resolved >= -4095;
  }

  private static long read(
      Execution run, long to, long size, long pointer, long offset, long flags) {
    if (flags != 0) {
      return Errors.EINVAL;
    }
    long bytes = size & 0xffff_ffffL;
    long from = resolve(run.memory(), pointer, offset & 0xffff_ffffL, bytes);
    return failed(from) ? from : copy(run.memory(), from, to, bytes);
  }

  private static long write(
      Execution run, long pointer, long offset, long from, long size, long flags) {
    if (flags != 0) {
      return Errors.EINVAL;
    }
    long bytes = size & 0xffff_ffffL;
    long to = resolve(run.memory(), pointer, offset & 0xffff_ffffL, bytes);
    return failed(to) ? to : copy(run.memory(), from, to, bytes);
  }

  private static long copy(Memory memory, long from, long to, long bytes) {
    Region source = memory.readable(from, bytes);
    Region target = memory.writable(to, bytes);
    MemorySegment.copy(
        source.segment(), from - source.base(), target.segment(), to - target.base(), bytes);
    return 0;
  }

  private static long data(Execution run, long pointer, long offset, long size, long d, long e) {
    long address = resolve(run.memory(), pointer, offset & 0xffff_ffffL, size & 0xffff_ffffL);
    return failed(address) ? 0 : address;
  }
}
