package dev.skep.isa;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes {@link Code} as the bytes that bpf(2) and ELF sections hold. */
public final class Encoder {
  private Encoder() {}

  /** The bytes of a program, {@link Code#slots()} times 8, in a byte order. */
  public static byte[] encode(Code code, ByteOrder order) {
    byte[] bytes = new byte[Math.multiplyExact(code.slots(), Encoding.SLOT_BYTES)];
    encode(code, ByteBuffer.wrap(bytes).order(order));
    return bytes;
  }

  /**
   * Writes a program at the buffer's position, in the buffer's byte order, and advances the
   * position.
   *
   * @throws java.nio.BufferOverflowException when fewer than {@code code.slots() * 8} bytes remain
   */
  public static void encode(Code code, ByteBuffer target) {
    boolean bigEndian = target.order() == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.get(i);
      put(target, instruction.encoding(), bigEndian);
      if (instruction instanceof Instruction.LoadImmediate64 wide) {
        put(target, wide.secondEncoding(), bigEndian);
      }
    }
  }

  /**
   * Writes a program at the start of a segment.
   *
   * @throws java.nio.BufferOverflowException when the segment is too small
   */
  public static void encode(Code code, MemorySegment target, ByteOrder order) {
    long bytes = (long) code.slots() * Encoding.SLOT_BYTES;
    MemorySegment start = target.byteSize() > bytes ? target.asSlice(0, bytes) : target;
    encode(code, start.asByteBuffer().order(order));
  }

  private static void put(ByteBuffer target, long word, boolean bigEndian) {
    target.putLong(bigEndian ? Encoding.toBigEndian(word) : word);
  }
}
