package dev.skep.vm.packet;

import dev.skep.vm.memory.FieldContext;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A packet and what the kernel knows about it, as one program type sees it. Reused from packet to
 * packet; one thread at a time.
 */
public abstract sealed class PacketContext permits SkbContext, XdpContext {
  private final PacketShape shape;
  final FieldContext fields;
  final PacketBuffer buffer;
  private Region reach = Region.NONE;
  private final PacketNetwork network;
  private @Nullable Redirect redirect;

  PacketContext(PacketShape shape, PacketNetwork network, PacketBuffer buffer) {
    this.shape = shape;
    this.network = network;
    this.buffer = buffer;
    this.fields = new FieldContext(shape.rules());
  }

  /** How the program type sees packets. */
  public PacketShape shape() {
    return shape;
  }

  /** The network around the packet. */
  public PacketNetwork network() {
    return network;
  }

  /** What R1 points to. */
  public FieldContext fields() {
    return fields;
  }

  /** The packet memory that pointers reach; nothing for types that have no such pointers. */
  public Region reach() {
    return reach;
  }

  /** The packet as it is now, without metadata; valid until the context is used again. */
  public MemorySegment packet() {
    return buffer.memory().asSlice(buffer.data, buffer.length());
  }

  /** The packet's length in bytes, without metadata. */
  public int length() {
    return buffer.length();
  }

  /** Where a program asked the packet to go; null when it did not. */
  public @Nullable Redirect redirect() {
    return redirect;
  }

  /** Sets where the packet is to go. */
  public void redirect(@Nullable Redirect target) {
    redirect = target;
  }

  /** The interface that the packet belongs to, by its index. */
  public abstract int interfaceIndex();

  /**
   * What LD_ABS and LD_IND load: bytes in network order, at an offset that may be relative to a
   * header (linux/filter.h, {@code SKF_NET_OFF} and {@code SKF_LL_OFF}).
   *
   * @return the value, or -1 when the bytes are not all there
   */
  public abstract long loadNetworkOrder(int offset, int bytes);

  /** Publishes the packet's bounds in the fields and in {@link #reach}. */
  final void publish() {
    publishBounds();
    if (!shape.direct()) {
      reach = Region.NONE;
      return;
    }
    long start = buffer.address(buffer.meta);
    int size = buffer.end - buffer.meta;
    // Packets of one length follow each other: most keep the region.
    if (reach.base() != start || reach.size() != size) {
      MemorySegment part = buffer.memory().asSlice(buffer.meta, size);
      reach = Region.of("packet", part, shape.writable());
    }
  }

  abstract void publishBounds();

  /** Big-endian bytes between two bounds of the buffer, or -1. */
  final long networkOrder(long at, int bytes, int lowest) {
    if (at < lowest || at + bytes > buffer.end) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | buffer.unsignedByte((int) at + i);
    }
    return value;
  }
}
