package dev.skep.vm.hook;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.engine.RunInput;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.packet.XdpContext;
import java.lang.foreign.MemorySegment;

/** {@code bpf_prog_test_run_xdp}: data that starts with metadata where the context says so. */
final class XdpInput extends PacketInput {
  private static final int STRUCT_BYTES = 24;
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int DATA_META = 8;
  private static final int INGRESS_IFINDEX = 12;
  private static final int RX_QUEUE_INDEX = 16;
  private static final int EGRESS_IFINDEX = 20;

  private final XdpContext packet;

  XdpInput(TestRun run, XdpContext packet) {
    super(run);
    this.packet = packet;
  }

  @Override
  XdpContext context() {
    return packet;
  }

  @Override
  byte[] fill(RunInput input) {
    byte[] context = sized(input.context(), STRUCT_BYTES);
    long bytes = input.data().byteSize();
    int metadata = 0;
    int ingress = PacketNetwork.LOOPBACK.index();
    if (context.length > 0) {
      metadata = checked(context, bytes);
      int named = word(context, INGRESS_IFINDEX);
      ingress = named == 0 ? ingress : run.device(named).index();
    }
    if (bytes > XdpContext.MAX_BYTES || (context.length > 0 && word(context, DATA_END) < bytes)) {
      throw new dev.skep.engine.UnsupportedException(
          "the vm engine has no XDP packets of several buffers: data bytes=%d, at most %d, and data_end of a context must be their number"
              .formatted(bytes, XdpContext.MAX_BYTES));
    }
    packet.fill(input.data(), metadata, ingress, 0);
    return context;
  }

  private int checked(byte[] context, long bytes) {
    int metadata = word(context, DATA);
    int end = word(context, DATA_END);
    boolean bounds =
        word(context, DATA_META) == 0
            && Integer.compareUnsigned(end, (int) bytes) <= 0
            && Integer.compareUnsigned(metadata, end) <= 0
            && XdpContext.roomForMetadata(metadata);
    if (!bounds) {
      throw run.refusal(
          Errno.EINVAL,
          "context data_meta=%d data=%d data_end=%d for data bytes=%d: data_meta must be 0, data a multiple of 4 up to 216, data_end the bytes"
              .formatted(word(context, DATA_META), metadata, end, bytes));
    }
    if (bytes - metadata < TestRun.ETHERNET_HEADER) {
      throw run.refusal(
          Errno.EINVAL, "bytes=" + (bytes - metadata) + " behind the metadata, at least 14");
    }
    // Every interface here has one receive queue; without an interface there is none to name.
    if (word(context, EGRESS_IFINDEX) != 0 || word(context, RX_QUEUE_INDEX) != 0) {
      throw run.refusal(
          Errno.EINVAL,
          "context egress_ifindex=%d rx_queue_index=%d, both must be 0"
              .formatted(word(context, EGRESS_IFINDEX), word(context, RX_QUEUE_INDEX)));
    }
    return metadata;
  }

  private static int word(byte[] context, int offset) {
    return MemorySegment.ofArray(context).get(JAVA_INT_UNALIGNED, offset);
  }

  @Override
  MemorySegment after() {
    return packet.metadataAndPacket();
  }

  @Override
  void writeBack(byte[] context) {
    MemorySegment fields = MemorySegment.ofArray(context);
    fields.set(JAVA_INT_UNALIGNED, DATA, packet.metadataBytes());
    fields.set(JAVA_INT_UNALIGNED, DATA_END, packet.metadataBytes() + packet.length());
  }
}
