package dev.skep.vm.hook;

import dev.skep.vm.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The context of a tracepoint program: the raw record, read-only. The first eight bytes read as
 * zero: the kernel keeps a pointer there that BPF may not see ({@code perf_trace_run_bpf_submit}).
 */
final class TracepointContext {
  /** {@code PERF_MAX_TRACE_SIZE} of linux/trace_events.h. */
  private static final int ROOM = 8192;

  private static final int HIDDEN_BYTES = 8;

  private final MemorySegment room = Arena.ofAuto().allocate(ROOM, 64);
  private final Region[] bySize = new Region[ROOM / 8 + 1];

  TracepointContext() {
    for (int words = 0; words < bySize.length; words++) {
      MemorySegment part = room.asSlice(0, 8L * words);
      bySize[words] = Region.of("tracepoint record", part, false);
    }
  }

  /** Takes in a record; its length is rounded up to 8, as perf does. */
  Region fill(MemorySegment record) {
    long bytes = Math.min(record.byteSize(), ROOM);
    int words = (int) ((bytes + 7) >>> 3);
    if (words > 0) {
      room.set(ValueLayout.JAVA_LONG, 8L * (words - 1), 0);
      if (bytes > HIDDEN_BYTES) {
        MemorySegment.copy(record, HIDDEN_BYTES, room, HIDDEN_BYTES, bytes - HIDDEN_BYTES);
      }
      room.set(ValueLayout.JAVA_LONG, 0, 0);
    }
    return bySize[words];
  }
}
