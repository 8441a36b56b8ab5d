package dev.skep.vm.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory of one packet, reused from packet to packet. Offsets count from its start:
 *
 * <pre>
 * 0           meta         data              end            size
 * |  headroom  |  metadata  |  packet bytes   |   tailroom   |
 * </pre>
 */
final class PacketBuffer {
  /** {@code NET_SKB_PAD} on x86-64. */
  private static final int STEP = 64;

  private final int tailroom;
  private MemorySegment memory;
  private long base;
  int meta;
  int data;
  int end;

  /**
   * Room for packets.
   *
   * @param tailroom free bytes behind a new packet, at least
   * @param size bytes at first
   */
  PacketBuffer(int tailroom, int size) {
    this.tailroom = tailroom;
    this.memory = allocate(size);
    this.base = memory.address();
  }

  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, 64);
  }

  /** Takes in a packet and its metadata; the bytes before it are zero. */
  void fill(MemorySegment packet, int metadataBytes, int start) {
    int bytes = Math.toIntExact(packet.byteSize());
    if (start + bytes + tailroom > memory.byteSize()) {
      memory = allocate(start + bytes + tailroom);
      base = memory.address();
    }
    meta = start;
    data = start + metadataBytes;
    end = start + bytes;
    memory.asSlice(0, start).fill((byte) 0);
    MemorySegment.copy(packet, 0, memory, start, bytes);
  }

  MemorySegment memory() {
    return memory;
  }

  int size() {
    return (int) memory.byteSize();
  }

  /** The address of an offset. */
  long address(int offset) {
    return base + offset;
  }

  /** The packet's length in bytes, without metadata. */
  int length() {
    return end - data;
  }

  /**
   * Makes room before the packet, in steps as {@code skb_cow} does.
   *
   * @return how far everything moved towards the end
   */
  int needHead(int bytes) {
    return bytes <= meta ? 0 : move(bytes - meta + STEP - 1 & -STEP, 0);
  }

  /** Makes room behind the packet; nothing moves but to another address. */
  void needTail(int bytes) {
    if (bytes > size() - end) {
      move(0, Math.max(bytes, tailroom));
    }
  }

  private int move(int before, int behind) {
    MemorySegment old = memory;
    memory = allocate(before + old.byteSize() + behind);
    MemorySegment.copy(old, 0, memory, before, old.byteSize());
    base = memory.address();
    meta += before;
    data += before;
    end += before;
    return before;
  }

  int unsignedByte(int offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  /** Two bytes in network order. */
  int unsignedShort(int offset) {
    return unsignedByte(offset) << 8 | unsignedByte(offset + 1);
  }

  void shortTo(int offset, int value) {
    memory.set(ValueLayout.JAVA_BYTE, offset, (byte) (value >>> 8));
    memory.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) value);
  }

  void zero(int from, int to) {
    memory.asSlice(from, to - from).fill((byte) 0);
  }

  /** Moves bytes, which may overlap. */
  void copy(int from, int to, int bytes) {
    MemorySegment.copy(memory, from, memory, to, bytes);
  }
}
