package dev.skep.vm.run;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A packet that programs run on, with its context.
 *
 * <pre>
 * room:  | head room | metadata | data | tail room |
 * </pre>
 *
 * Contexts hold the packet's addresses in 32-bit fields, which the kernel's verifier turns into
 * loads of pointers. Here packets lie at small addresses of their own, so that the fields hold them
 * as they are.
 */
public final class Packet {
  /** {@code XDP_PACKET_HEADROOM}. */
  public static final int HEAD_ROOM = 256;

  /** What a packet can grow by at its end: {@code skb_shared_info} of a page's rest. */
  public static final int TAIL_ROOM = 320;

  /** {@code ETH_HLEN}. */
  public static final int ETHERNET_BYTES = 14;

  /** Where the room lies for programs. */
  private static final long ADDRESS = 0x1000_0000L;

  /** Where a context keeps the packet's bounds. */
  public enum Shape {
    /** {@code struct xdp_md}. */
    XDP(0, 4, 8, -1, 24),
    /** {@code struct __sk_buff}. */
    SOCKET_BUFFER(76, 80, 140, 0, 192);

    private final int data;
    private final int dataEnd;
    private final int dataMeta;
    private final int length;
    private final int bytes;

    Shape(int data, int dataEnd, int dataMeta, int length, int bytes) {
      this.data = data;
      this.dataEnd = dataEnd;
      this.dataMeta = dataMeta;
      this.length = length;
      this.bytes = bytes;
    }

    /** The context's size in bytes. */
    public int bytes() {
      return bytes;
    }
  }

  private final Shape shape;
  private final MemorySegment room;
  private final MemorySegment context;
  private final Region contextRegion;
  private int start;
  private int end;
  private int meta;
  private Region region = Region.NONE;
  private long redirectTarget = -1;

  /** A packet of these bytes with a zeroed context. */
  public Packet(Shape shape, byte[] bytes, Arena arena) {
    this.shape = shape;
    this.room = arena.allocate(HEAD_ROOM + (long) bytes.length + TAIL_ROOM, 64);
    this.context = arena.allocate(shape.bytes, 8);
    this.contextRegion = Region.of("context", context, true);
    reset(bytes);
  }

  /** Starts again with these bytes, which are as many as at first. */
  public void reset(byte[] bytes) {
    room.fill((byte) 0);
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, HEAD_ROOM, bytes.length);
    start = HEAD_ROOM;
    meta = HEAD_ROOM;
    end = HEAD_ROOM + bytes.length;
    publish();
  }

  private void publish() {
    region = Region.at("packet", ADDRESS + meta, room.asSlice(meta, end - (long) meta), true);
    context.set(JAVA_INT_UNALIGNED, shape.data, (int) (ADDRESS + start));
    context.set(JAVA_INT_UNALIGNED, shape.dataEnd, (int) (ADDRESS + end));
    context.set(JAVA_INT_UNALIGNED, shape.dataMeta, (int) (ADDRESS + meta));
    if (shape.length >= 0) {
      context.set(JAVA_INT_UNALIGNED, shape.length, length());
    }
  }

  /** What its context is. */
  public Shape shape() {
    return shape;
  }

  /** The context's memory. */
  public MemorySegment context() {
    return context;
  }

  /** The context as programs reach it. */
  public Region contextRegion() {
    return contextRegion;
  }

  /** The packet as programs reach it, its metadata included. */
  public Region region() {
    return region;
  }

  /** The packet's length in bytes. */
  public int length() {
    return end - start;
  }

  /** The packet's bytes. */
  public MemorySegment bytes() {
    return room.asSlice(start, length());
  }

  /** A copy of the packet's bytes. */
  public byte[] toArray() {
    return bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  /** Moves the start; false when there is no room. Metadata moves along. */
  public boolean moveStart(Memory memory, int by, int least) {
    int newStart = start + by;
    int metaBytes = start - meta;
    if (newStart - metaBytes < 0 || newStart > end - least) {
      return false;
    }
    if (metaBytes > 0) {
      MemorySegment.copy(room, meta, room, newStart - (long) metaBytes, metaBytes);
    }
    start = newStart;
    meta = newStart - metaBytes;
    moved(memory);
    return true;
  }

  /** Moves the end; false when there is no room. What the packet grows by is zero. */
  public boolean moveEnd(Memory memory, int by, int least) {
    long newEnd = (long) end + by;
    if (newEnd > room.byteSize() || newEnd < start + (long) least) {
      return false;
    }
    if (by > 0) {
      room.asSlice(end, by).fill((byte) 0);
    }
    end = (int) newEnd;
    moved(memory);
    return true;
  }

  /** How long the metadata would be if its start moved: a number that may make no sense. */
  public int metaBytes(int by) {
    return start - (meta + by);
  }

  /** Moves the start of the metadata, which leaves it a length between 0 and the head room. */
  public void moveMeta(Memory memory, int by) {
    meta += by;
    moved(memory);
  }

  /** The metadata and the packet's bytes. */
  public byte[] withMeta() {
    return room.asSlice(meta, end - (long) meta).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Opens or closes a gap in front of a byte of the packet; false when there is no room. */
  public boolean resizeAt(Memory memory, int offset, int by) {
    byte[] head = bytes().asSlice(0, offset).toArray(ValueLayout.JAVA_BYTE);
    if (!moveStart(memory, -by, offset)) {
      return false;
    }
    MemorySegment.copy(head, 0, room, ValueLayout.JAVA_BYTE, start, offset);
    if (by > 0) {
      room.asSlice(start + (long) offset, by).fill((byte) 0);
    }
    return true;
  }

  private void moved(Memory memory) {
    publish();
    memory.packet(region());
  }

  /** Where the program wants the packet to go; −1 when it did not say. */
  public long redirectTarget() {
    return redirectTarget;
  }

  /** Says where the packet shall go: an interface, or an index in a map. */
  public void redirectTarget(long target) {
    redirectTarget = target;
  }

  @Override
  public String toString() {
    return "packet" + Arrays.toString(toArray());
  }
}
