package dev.skep.vm.packet;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The network around packets: the interfaces that programs name by index, and where the copies go
 * that programs send.
 *
 * @param interfaces the interfaces
 * @param sink what takes copies
 */
public record PacketNetwork(List<Interface> interfaces, Sink sink) {
  /** The loopback interface of Linux. */
  public static final Interface LOOPBACK = new Interface(1, 65536, 0);

  /** Loopback alone; copies are dropped. */
  public static final PacketNetwork NONE = new PacketNetwork(List.of(LOOPBACK), (to, bytes) -> {});

  public PacketNetwork {
    interfaces = List.copyOf(interfaces);
  }

  /** The interface with an index. */
  public Optional<Interface> find(int index) {
    return interfaces.stream().filter(each -> each.index() == index).findFirst();
  }

  /**
   * An Ethernet interface with one receive queue.
   *
   * @param index its index, from 1
   * @param mtu the most bytes of a packet on it, without link-layer header
   * @param address its address in the low 48 bits, the first byte on the wire highest
   */
  public record Interface(int index, int mtu, long address) {
    /** The most bytes of a frame on it. */
    public int frameBytes() {
      return mtu + EtherType.HEADER_BYTES;
    }
  }

  /** Takes copies of packets that programs send with {@code bpf_clone_redirect}. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a copy.
     *
     * @param packet valid during the call only
     */
    void deliver(Redirect target, MemorySegment packet);
  }
}
