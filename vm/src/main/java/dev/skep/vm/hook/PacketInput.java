package dev.skep.vm.hook;

import dev.skep.abi.Errno;
import dev.skep.engine.RunInput;
import dev.skep.vm.packet.PacketContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** How a test run's input becomes a packet and its context, and how they come back. */
abstract sealed class PacketInput permits SkbInput, XdpInput {
  final TestRun run;

  PacketInput(TestRun run) {
    this.run = run;
  }

  abstract PacketContext context();

  /**
   * Fills the packet.
   *
   * @return the context as it was given, of the structure's full size; empty when none was given
   */
  abstract byte[] fill(RunInput input);

  /** The data that the caller gets. */
  abstract MemorySegment after();

  /** Puts what the run left into the context that the caller gets. */
  abstract void writeBack(byte[] context);

  /**
   * A given context of the structure's size: zeros behind a shorter one, and a longer one only when
   * what is too much is zero ({@code bpf_check_uarg_tail_zero}).
   */
  final byte[] sized(MemorySegment given, int bytes) {
    if (given.byteSize() == 0) {
      return new byte[0];
    }
    byte[] all = given.toArray(ValueLayout.JAVA_BYTE);
    for (int i = bytes; i < all.length; i++) {
      if (all[i] != 0) {
        throw run.refusal(
            Errno.E2BIG,
            "context bytes=%d, of which the one at %d is not zero; the structure has %d"
                .formatted(all.length, i, bytes));
      }
    }
    return Arrays.copyOf(all, bytes);
  }
}
