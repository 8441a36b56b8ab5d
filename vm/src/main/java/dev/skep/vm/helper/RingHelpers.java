package dev.skep.vm.helper;

import dev.skep.vm.map.RingBufferMap;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Reservation;

/** Helpers on ring buffers: bpf-helpers(7), {@code bpf_ringbuf_*}. */
final class RingHelpers {
  private RingHelpers() {}

  static void register(HelperTable table) {
    table.add(130, RingHelpers::output);
    table.add(131, RingHelpers::reserve);
    table.add(132, (run, a, b, c, d, e) -> commit(run, a, b, false));
    table.add(133, (run, a, b, c, d, e) -> commit(run, a, b, true));
    table.add(134, (run, a, b, c, d, e) -> ring(run, a).query(b));
  }

  static RingBufferMap ring(Execution run, long handle) {
    if (run.map(handle) instanceof RingBufferMap ring) {
      return ring;
    }
    throw new Fault(run.map(handle) + " is no ring buffer");
  }

  private static long output(Execution run, long map, long data, long size, long flags, long e) {
    Region region = run.memory().readable(data, size);
    return ring(run, map).output(region.segment(), data - region.base(), size, flags);
  }

  private static long reserve(Execution run, long map, long size, long flags, long d, long e) {
    return flags == 0 ? run.reserve(ring(run, map), size) : 0;
  }

  private static long commit(Execution run, long record, long flags, boolean discard) {
    Reservation reservation = run.takeReservation(record);
    reservation.ring().commit(reservation.payload(), flags, discard);
    return 0;
  }
}
