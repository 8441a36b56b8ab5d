package dev.skep.isa.classic;

import dev.skep.isa.MalformedCodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Classic programs as arrays of {@code struct sock_filter}, 8 bytes an instruction. */
public final class ClassicCodec {
  private static final int BYTES = 8;

  private ClassicCodec() {}

  /** The bytes of a program; Linux takes them in the machine's byte order. */
  public static byte[] encode(List<ClassicInstruction> program, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(program.size() * BYTES).order(order);
    for (ClassicInstruction instruction : program) {
      RawClassic raw = RawClassic.of(instruction);
      bytes.putShort((short) raw.code());
      bytes.put((byte) raw.whenTrue()).put((byte) raw.whenFalse()).putInt(raw.k());
    }
    return bytes.array();
  }

  /**
   * The program that bytes encode. Fields that an instruction has no use and no record component
   * for are ignored, as Linux does; whether Linux would take the program is {@link ClassicCheck}'s
   * question.
   *
   * @throws MalformedCodeException when a code is unknown or the last instruction incomplete
   */
  public static List<ClassicInstruction> decode(byte[] bytes, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    List<ClassicInstruction> program = new ArrayList<>(bytes.length / BYTES);
    while (buffer.remaining() >= BYTES) {
      int start = buffer.position();
      RawClassic raw =
          new RawClassic(
              Short.toUnsignedInt(buffer.getShort()),
              Byte.toUnsignedInt(buffer.get()),
              Byte.toUnsignedInt(buffer.get()),
              buffer.getInt());
      ClassicInstruction instruction = raw.instruction();
      if (instruction == null) {
        throw malformed(
            bytes, start, BYTES, "unknown classic code 0x" + Integer.toHexString(raw.code()));
      }
      program.add(instruction);
    }
    if (buffer.hasRemaining()) {
      String reason = "the last instruction is incomplete: an instruction has 8 bytes";
      throw malformed(bytes, buffer.position(), buffer.remaining(), reason);
    }
    return List.copyOf(program);
  }

  private static MalformedCodeException malformed(
      byte[] bytes, int start, int length, String reason) {
    byte[] wrong = new byte[length];
    System.arraycopy(bytes, start, wrong, 0, length);
    return new MalformedCodeException(start / BYTES, reason, wrong);
  }
}
