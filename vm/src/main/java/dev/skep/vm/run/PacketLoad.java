package dev.skep.vm.run;

import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketContext;
import java.lang.foreign.ValueLayout;

/** The legacy loads of packet bytes ({@code LD_ABS}, {@code LD_IND}): big endian. */
public final class PacketLoad {
  private PacketLoad() {}

  /** 1, 2 or 4 bytes of the run's packet, zero-extended; −1 when they lie outside of it. */
  public static long load(Execution run, long at, int bytes) {
    PacketContext context = run.packet();
    if (context != null) {
      // The kernel adds in 32 bits.
      return context.loadNetworkOrder((int) at, bytes);
    }
    Region packet = run.memory().packet();
    if (at < 0 || at > packet.size() - bytes) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (packet.segment().get(ValueLayout.JAVA_BYTE, at + i) & 0xffL);
    }
    return value;
  }
}
