package dev.skep.vm.helper;

import dev.skep.vm.map.PerfEventArrayMap;
import dev.skep.vm.map.UserRingBufferMap;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketContext;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;

/** Helpers that exchange records with user space by perf events and the user ring buffer. */
final class OutputHelpers {
  /** The bits of the flags that say how much of the packet follows the record. */
  private static final long PACKET_BYTES = 0xf_ffffL << 32;

  /** {@code BPF_MAX_USER_RINGBUF_SAMPLES}. */
  private static final int MAX_SAMPLES = 128 << 10;

  private static final int DYNPTR_BYTES = 16;

  private OutputHelpers() {}

  static void register(HelperTable table) {
    table.add(25, OutputHelpers::output);
    table.add(111, OutputHelpers::output);
    table.add(121, OutputHelpers::output);
    table.add(209, OutputHelpers::drain);
  }

  private static long output(
      Execution run, long context, long map, long flags, long data, long size) {
    if (!(run.map(map) instanceof PerfEventArrayMap events)) {
      throw new Fault(run.map(map) + " is no perf event array");
    }
    Region region = run.memory().readable(data, size);
    long at = data - region.base();
    PacketContext packet = run.packet();
    if (packet == null || (flags & PACKET_BYTES) == 0) {
      return events.output(flags, run.cpu(), region.segment(), at, size);
    }
    int extra = (int) (flags >>> 32) & 0xf_ffff;
    if (extra > packet.length()) {
      return Errors.EFAULT;
    }
    MemorySegment whole = MemorySegment.ofArray(new byte[(int) size + extra]);
    MemorySegment.copy(region.segment(), at, whole, 0, size);
    MemorySegment.copy(packet.packet(), 0, whole, size, extra);
    return events.output(flags & ~PACKET_BYTES, run.cpu(), whole, 0, whole.byteSize());
  }

  /** Calls the program back for each record that user space has submitted. */
  private static long drain(
      Execution run, long map, long callback, long context, long flags, long e) {
    if (!(run.map(map) instanceof UserRingBufferMap ring)) {
      throw new Fault(run.map(map) + " is no user ring buffer");
    }
    if ((flags & ~3L) != 0) {
      return Errors.EINVAL;
    }
    if (!ring.tryDrain()) {
      return Errors.EBUSY;
    }
    try {
      return ring.drain(record -> visit(run, callback, context, record), MAX_SAMPLES);
    } finally {
      ring.drained();
    }
  }

  private static boolean visit(Execution run, long callback, long context, MemorySegment record) {
    Region region = Region.of("user ring buffer record", record, false);
    long pointer = run.scratch(DYNPTR_BYTES);
    run.memory().lend(region);
    try {
      DynptrHelpers.set(run.memory(), pointer, region.base(), record.byteSize());
      return run.callback(callback, pointer, context, 0, 0) == 0;
    } finally {
      run.memory().giveBack(region.base());
      run.memory().giveBack(pointer);
    }
  }
}
