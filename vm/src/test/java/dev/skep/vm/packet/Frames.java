package dev.skep.vm.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Ethernet frames of every sort that a test run may meet, malformed ones included. */
final class Frames {
  private static final int[] TYPES = {
    0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x8100, 0x88a8, 0x0806, 0x0100, 0x05ff, 0x0600, 0x88cc
  };

  private Frames() {}

  /** A well-formed frame: TCP or UDP over IPv4 or IPv6. */
  static byte[] wellFormed(SplittableRandom random) {
    byte[] frame = new byte[60 + random.nextInt(200)];
    random.nextBytes(frame);
    boolean sixth = random.nextInt(3) == 0;
    frame[0] = (byte) (random.nextInt(4) == 0 ? 1 : 0);
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.putShort(12, (short) (sixth ? 0x86dd : 0x0800));
    boolean tcp = random.nextBoolean();
    if (sixth) {
      bytes.put(14, (byte) 0x60);
      bytes.putShort(18, (short) (frame.length - 54));
      bytes.put(20, (byte) (tcp ? 6 : 17));
    } else {
      bytes.put(14, (byte) 0x45);
      bytes.putShort(16, (short) (frame.length - 14));
      bytes.putShort(20, (short) 0);
      bytes.put(23, (byte) (tcp ? 6 : 17));
    }
    return frame;
  }

  /** Any frame: cut short, with an odd type, tagged, of any length. */
  static byte[] any(SplittableRandom random) {
    byte[] frame = wellFormed(random);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length));
      case 1 -> Arrays.copyOf(frame, 14 + random.nextInt(48));
      case 2 -> {
        ByteBuffer.wrap(frame)
            .putShort(12, (short) TYPES[random.nextInt(TYPES.length)])
            .putShort(16, (short) TYPES[random.nextInt(TYPES.length)]);
        yield frame;
      }
      case 3 -> {
        byte[] random14 = new byte[14 + random.nextInt(1500)];
        random.nextBytes(random14);
        yield random14;
      }
      case 4 -> {
        frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        yield frame;
      }
      default -> frame;
    };
  }

  /** A context for test runs of programs on {@code __sk_buff}; sometimes one that is refused. */
  static byte[] skbContext(SplittableRandom random, int frameBytes) {
    ByteBuffer context = ByteBuffer.allocate(192).order(java.nio.ByteOrder.nativeOrder());
    context.putInt(8, random.nextInt());
    context.putInt(32, random.nextInt());
    context.putInt(36, random.nextInt(3));
    context.putInt(40, random.nextInt(2));
    for (int word = 0; word < 5; word++) {
      context.putInt(48 + 4 * word, random.nextInt());
    }
    context.putLong(152, random.nextLong());
    if (random.nextInt(4) == 0) {
      context.putInt(160, frameBytes + random.nextInt(-20, 20));
    }
    context.putInt(164, random.nextInt(4) == 0 ? random.nextInt(70000) : 0);
    context.putInt(176, random.nextInt(4) == 0 ? random.nextInt(1500) : 0);
    context.putLong(184, random.nextInt(3) == 0 ? random.nextLong() : 0);
    if (random.nextInt(12) == 0) {
      context.put(random.nextInt(192), (byte) 1);
    }
    return context.array();
  }

  /** A context for test runs of XDP programs; sometimes one that is refused. */
  static byte[] xdpContext(SplittableRandom random, int frameBytes) {
    ByteBuffer context = ByteBuffer.allocate(24).order(java.nio.ByteOrder.nativeOrder());
    int metadata = random.nextInt(3) == 0 ? random.nextInt(300) : 4 * random.nextInt(20);
    context.putInt(0, metadata);
    context.putInt(4, frameBytes + (random.nextInt(8) == 0 ? 1 : 0));
    context.putInt(8, random.nextInt(10) == 0 ? 4 : 0);
    context.putInt(12, random.nextInt(2));
    context.putInt(16, random.nextInt(12) == 0 ? 1 : 0);
    context.putInt(20, random.nextInt(12) == 0 ? 1 : 0);
    return context.array();
  }
}
