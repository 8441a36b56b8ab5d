package dev.skep.isa;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bytes that bpf(2) and ELF sections hold into {@link Code}.
 *
 * <p>What RFC 9669 or Linux 6.18 reserves must be zero, and opcodes must exist; everything else (do
 * jumps arrive somewhere, is a helper known, may a register be written) is left to a verifier.
 * Whatever the bytes are, the outcome is code or a {@link MalformedCodeException}.
 */
public final class Decoder {
  private final ByteBuffer bytes;
  private final int start;
  private final int slots;
  private final boolean bigEndian;

  private Decoder(ByteBuffer bytes) {
    this.bytes = bytes;
    this.start = bytes.position();
    this.slots = bytes.remaining() / Encoding.SLOT_BYTES;
    this.bigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
  }

  /**
   * The program that these bytes encode in a byte order.
   *
   * @throws MalformedCodeException when they encode none
   */
  public static Code decode(byte[] bytes, ByteOrder order) {
    return decode(ByteBuffer.wrap(bytes).order(order));
  }

  /**
   * The program in the buffer's remaining bytes, in the buffer's byte order; the position stays.
   *
   * @throws MalformedCodeException when they encode none
   */
  public static Code decode(ByteBuffer bytes) {
    return new Decoder(bytes).all();
  }

  /**
   * The program in a segment of less than 2 GiB.
   *
   * @throws MalformedCodeException when it holds none
   */
  public static Code decode(MemorySegment bytes, ByteOrder order) {
    if (bytes.byteSize() > Integer.MAX_VALUE) {
      throw new MalformedCodeException(
          0, "a program of bytes=" + bytes.byteSize() + ", at most 2147483647", new byte[0]);
    }
    return decode(bytes.asByteBuffer().order(order));
  }

  private Code all() {
    List<Instruction> instructions = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      try {
        Instruction instruction = new SlotDecoder(word(slot)).instruction();
        if (instruction instanceof Instruction.LoadImmediate64 wide) {
          slot++;
          instruction = withSecondSlot(wide, slot);
        }
        instructions.add(instruction);
      } catch (SlotDecoder.Reserved reserved) {
        throw malformed(slot, reserved.reason());
      }
    }
    if (bytes.limit() - start > slots * Encoding.SLOT_BYTES) {
      throw malformed(slots, "the last slot is incomplete: a slot has 8 bytes");
    }
    return Code.of(instructions);
  }

  private Instruction withSecondSlot(Instruction.LoadImmediate64 first, int slot)
      throws SlotDecoder.Reserved {
    if (slot == slots) {
      throw malformed(slot - 1, "the second slot of a 64-bit immediate load is missing");
    }
    return SlotDecoder.joined(first, word(slot));
  }

  private long word(int slot) {
    long word = bytes.getLong(start + slot * Encoding.SLOT_BYTES);
    return bigEndian ? Encoding.fromBigEndian(word) : word;
  }

  private MalformedCodeException malformed(int slot, String reason) {
    int from = start + slot * Encoding.SLOT_BYTES;
    byte[] wrong = new byte[Math.min(Encoding.SLOT_BYTES, bytes.limit() - from)];
    bytes.get(from, wrong);
    return new MalformedCodeException(slot, reason, wrong);
  }
}
