package dev.skep.object.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One 8-byte slot of a program as a 64-bit word, whatever the byte order of the file: the opcode in
 * the lowest byte, then destination and source (4 bits each), offset (16) and immediate (32), RFC
 * 9669 section 3. Relocation works on words, because an object may hold slots that are no valid
 * instruction: what a verifier refuses is not for a loader to judge.
 */
public final class InstructionWord {
  private static final int CALL = 0x85;
  private static final int LOAD_IMMEDIATE_64 = 0x18;

  /** The source field of a call of a subprogram, {@code BPF_PSEUDO_CALL}. */
  public static final int PSEUDO_CALL = 1;

  /** The source field of a call of a kernel function, {@code BPF_PSEUDO_KFUNC_CALL}. */
  public static final int PSEUDO_KFUNC_CALL = 2;

  private InstructionWord() {}

  /** The words of a section, in the buffer's byte order. */
  public static long[] read(ByteBuffer section) {
    long[] words = new long[section.limit() / 8];
    boolean bigEndian = section.order() == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < words.length; i++) {
      long word = section.getLong(i * 8);
      words[i] = bigEndian ? swappedFields(Long.reverseBytes(word)) : word;
    }
    return words;
  }

  /** The bytes of words, as they lie in the memory of a machine of this byte order. */
  public static byte[] bytes(long[] words, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * 8).order(order);
    for (long word : words) {
      bytes.putLong(order == ByteOrder.BIG_ENDIAN ? Long.reverseBytes(swappedFields(word)) : word);
    }
    return bytes.array();
  }

  /**
   * The same fields with the bytes of each in the other order, and the two registers exchanged: its
   * own inverse.
   */
  private static long swappedFields(long word) {
    long registers = word >>> 8 & 0xff;
    long exchanged = (registers & 0x0f) << 4 | registers >>> 4;
    int offset = Short.reverseBytes((short) (word >>> 16)) & 0xffff;
    int immediate = Integer.reverseBytes((int) (word >>> 32));
    return of((int) word & 0xff, exchanged, offset, immediate);
  }

  private static long of(int opcode, long registers, int offset, int immediate) {
    return opcode | registers << 8 | (long) offset << 16 | (long) immediate << 32;
  }

  /** The opcode, 0 to 255. */
  public static int opcode(long word) {
    return (int) word & 0xff;
  }

  /** The class: the lowest three bits of the opcode. */
  public static int instructionClass(long word) {
    return (int) word & 7;
  }

  /** The destination field. */
  public static int destination(long word) {
    return (int) (word >>> 8) & 15;
  }

  /** The source field. */
  public static int source(long word) {
    return (int) (word >>> 12) & 15;
  }

  /** The offset, signed. */
  public static short offset(long word) {
    return (short) (word >>> 16);
  }

  /** The immediate, signed. */
  public static int immediate(long word) {
    return (int) (word >>> 32);
  }

  /** The same with another opcode. */
  public static long withOpcode(long word, int opcode) {
    return (word & ~0xffL) | (opcode & 0xff);
  }

  /** The same with another source field. */
  public static long withSource(long word, int source) {
    return (word & ~0xf000L) | (source & 15L) << 12;
  }

  /** The same with another offset. */
  public static long withOffset(long word, int offset) {
    return (word & ~0xffff_0000L) | (offset & 0xffffL) << 16;
  }

  /** The same with another immediate. */
  public static long withImmediate(long word, int immediate) {
    return (word & 0xffff_ffffL) | (long) immediate << 32;
  }

  /** Whether the slot is the first of a 64-bit immediate load. */
  public static boolean isLoadImmediate64(long word) {
    return opcode(word) == LOAD_IMMEDIATE_64;
  }

  /** Whether the slot is a call of a helper, a subprogram or a kernel function. */
  public static boolean isCall(long word) {
    return opcode(word) == CALL;
  }

  /** Whether the slot is a call of a subprogram. */
  public static boolean isSubprogramCall(long word) {
    return isCall(word) && source(word) == PSEUDO_CALL;
  }

  /** A call of a helper that does not exist, which a verifier refuses unless it is dead code. */
  public static long poison(int helper) {
    return withImmediate(CALL, helper);
  }
}
