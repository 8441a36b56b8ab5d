package dev.skep.vm.hook;

import static dev.skep.vm.packet.SkbField.CB;
import static dev.skep.vm.packet.SkbField.GSO_SEGS;
import static dev.skep.vm.packet.SkbField.GSO_SIZE;
import static dev.skep.vm.packet.SkbField.HWTSTAMP;
import static dev.skep.vm.packet.SkbField.IFINDEX;
import static dev.skep.vm.packet.SkbField.INGRESS_IFINDEX;
import static dev.skep.vm.packet.SkbField.MARK;
import static dev.skep.vm.packet.SkbField.PRIORITY;
import static dev.skep.vm.packet.SkbField.TSTAMP;
import static dev.skep.vm.packet.SkbField.WIRE_LEN;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.engine.RunInput;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.SkbField;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** {@code bpf_prog_test_run_skb}: an Ethernet frame, and the fields that a caller may set. */
final class SkbInput extends PacketInput {
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** {@code GSO_LEGACY_MAX_SIZE} and {@code GSO_MAX_SEGS}. */
  private static final int MOST_WIRE_LENGTH = 65536;

  private static final int MOST_SEGMENTS = 65535;

  /** What a caller may set; every other byte must be zero. */
  private static final Set<SkbField> SETTABLE =
      Set.of(
          MARK,
          PRIORITY,
          INGRESS_IFINDEX,
          IFINDEX,
          CB,
          TSTAMP,
          WIRE_LEN,
          GSO_SEGS,
          GSO_SIZE,
          HWTSTAMP);

  /** What of that the packet takes over as it is. */
  private static final Set<SkbField> TAKEN =
      Set.of(MARK, PRIORITY, INGRESS_IFINDEX, CB, TSTAMP, GSO_SEGS, GSO_SIZE, HWTSTAMP);

  /** What the caller gets back: the size of segments stays the caller's. */
  private static final Set<SkbField> RETURNED =
      Set.of(MARK, PRIORITY, INGRESS_IFINDEX, IFINDEX, CB, TSTAMP, WIRE_LEN, GSO_SEGS, HWTSTAMP);

  private final SkbContext packet;

  SkbInput(TestRun run, SkbContext packet) {
    super(run);
    this.packet = packet;
  }

  @Override
  SkbContext context() {
    return packet;
  }

  @Override
  byte[] fill(RunInput input) {
    byte[] context = sized(input.context(), packet.fields().rules().size());
    int index = context.length == 0 ? 0 : word(context, IFINDEX);
    PacketNetwork.Interface device =
        run.device(Integer.compareUnsigned(index, 1) > 0 ? index : PacketNetwork.LOOPBACK.index());
    packet.fill(input.data(), device.index(), device.address());
    socket(input.data());
    if (context.length > 0) {
      check(context);
      copy(TAKEN, MemorySegment.ofArray(context), packet.fields().segment());
      int wireLength = word(context, WIRE_LEN);
      if (wireLength != 0) {
        packet.set(WIRE_LEN, wireLength);
      }
    }
    return context;
  }

  /** The test run's socket has the addresses of the packet. */
  private void socket(MemorySegment frame) {
    long network = frame.byteSize() - TestRun.ETHERNET_HEADER;
    int least =
        switch (packet.protocol()) {
          case IPV4 -> IPV4_HEADER;
          case IPV6 -> IPV6_HEADER;
          default -> 0;
        };
    if (network < least) {
      throw run.refusal(
          Errno.EINVAL,
          "bytes=%d behind the Ethernet header, which says that %d of an IP header follow"
              .formatted(network, least));
    }
    if (packet.protocol() == IPV4) {
      packet.set(SkbField.FAMILY, AF_INET);
      address(frame, 12, SkbField.LOCAL_IP4);
      address(frame, 16, SkbField.REMOTE_IP4);
    } else if (packet.protocol() == IPV6) {
      packet.set(SkbField.FAMILY, AF_INET6);
      address(frame, 8, SkbField.LOCAL_IP6);
      address(frame, 24, SkbField.REMOTE_IP6);
    }
  }

  private void address(MemorySegment frame, int offset, SkbField field) {
    long from = (long) TestRun.ETHERNET_HEADER + offset;
    MemorySegment.copy(frame, from, packet.fields().segment(), field.offset(), field.bytes());
  }

  private void check(byte[] context) {
    for (int i = 0; i < context.length; i++) {
      int at = i;
      boolean settable =
          SETTABLE.stream()
              .anyMatch(each -> at >= each.offset() && at < each.offset() + each.bytes());
      if (context[i] != 0 && !settable) {
        throw run.refusal(Errno.EINVAL, "the context's byte at %d must be zero".formatted(i));
      }
    }
    long wireLength = word(context, WIRE_LEN) & 0xffff_ffffL;
    if (wireLength != 0 && (wireLength < packet.length() || wireLength > MOST_WIRE_LENGTH)) {
      throw run.refusal(
          Errno.EINVAL,
          "context wire_len=%d, at least the packet's %d and at most %d"
              .formatted(wireLength, packet.length(), MOST_WIRE_LENGTH));
    }
    long segments = word(context, GSO_SEGS) & 0xffff_ffffL;
    if (segments > MOST_SEGMENTS) {
      throw run.refusal(
          Errno.EINVAL, "context gso_segs=%d, at most %d".formatted(segments, MOST_SEGMENTS));
    }
  }

  private static int word(byte[] context, SkbField field) {
    return MemorySegment.ofArray(context).get(JAVA_INT_UNALIGNED, field.offset());
  }

  private static void copy(Set<SkbField> fields, MemorySegment from, MemorySegment to) {
    for (SkbField each : fields) {
      MemorySegment.copy(from, each.offset(), to, each.offset(), each.bytes());
    }
  }

  @Override
  MemorySegment after() {
    if (!packet.shape().linkLayer()) {
      packet.restoreLinkLayer();
    }
    return packet.packet();
  }

  @Override
  void writeBack(byte[] context) {
    copy(RETURNED, packet.fields().segment(), MemorySegment.ofArray(context));
  }
}
