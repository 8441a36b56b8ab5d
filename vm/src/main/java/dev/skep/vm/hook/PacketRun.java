package dev.skep.vm.hook;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.skep.abi.ProgramType;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Runs a program on a given packet, as BPF_PROG_TEST_RUN does (net/bpf/test_run.c): a packet has at
 * least an Ethernet header; socket filters see it from behind that header on, and it comes back
 * zeroed; the packet has arrived on the loopback interface.
 */
public final class PacketRun {
  private static final int LOOPBACK = 1;

  // Offsets in struct __sk_buff of linux/bpf.h.
  private static final int PROTOCOL = 16;
  private static final int IFINDEX = 40;
  private static final int WIRE_LEN = 160;

  /** Offset of ingress_ifindex in struct xdp_md. */
  private static final int XDP_INGRESS = 12;

  private PacketRun() {}

  /** Whether programs of a type run on packets. */
  public static boolean takesPackets(ProgramType type) {
    return type == ProgramType.XDP || seesLinkLayer(type) || seesNetworkLayer(type);
  }

  private static boolean seesLinkLayer(ProgramType type) {
    return type == ProgramType.SCHED_CLS || type == ProgramType.SCHED_ACT;
  }

  private static boolean seesNetworkLayer(ProgramType type) {
    return switch (type) {
      case SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> true;
      default -> false;
    };
  }

  /** Runs a program as often as the input says. */
  public static RunResult run(Execution execution, Executable program, RunInput input) {
    ProgramType type = program.spec().type();
    byte[] data = input.data().toArray(ValueLayout.JAVA_BYTE);
    if (data.length < Packet.ETHERNET_BYTES) {
      throw new UnsupportedException(
          "program \"%s\": data of bytes=%d, of which an Ethernet header alone takes %d"
              .formatted(program.name(), data.length, Packet.ETHERNET_BYTES));
    }
    Packet.Shape shape = type == ProgramType.XDP ? Packet.Shape.XDP : Packet.Shape.SOCKET_BUFFER;
    if (input.context().byteSize() > shape.bytes()) {
      throw new UnsupportedException(
          "program \"%s\": context of bytes=%d, expected at most %d"
              .formatted(program.name(), input.context().byteSize(), shape.bytes()));
    }
    int hidden = seesNetworkLayer(type) ? Packet.ETHERNET_BYTES : 0;
    byte[] visible = Arrays.copyOfRange(data, hidden, data.length);
    try (Arena arena = Arena.ofConfined()) {
      Packet packet = new Packet(shape, visible, arena);
      return repeat(execution, program, input, packet, visible, data, hidden);
    }
  }

  private static RunResult repeat(
      Execution execution,
      Executable program,
      RunInput input,
      Packet packet,
      byte[] visible,
      byte[] data,
      int hidden) {
    // As in the kernel, each run finds the packet as the one before has left it.
    fillContext(packet, input.context(), data);
    packet.reset(visible);
    long start = System.nanoTime();
    long result = execution.repeatOn(program, packet, input.repeat());
    long nanos = System.nanoTime() - start;
    byte[] left = packet.withMeta();
    byte[] out = new byte[hidden + left.length];
    System.arraycopy(left, 0, out, hidden, left.length);
    byte[] kept = Arrays.copyOf(out, Math.min(out.length, input.dataOutBytes()));
    byte[] context = packet.context().toArray(ValueLayout.JAVA_BYTE);
    return new RunResult((int) result, nanos / Math.max(1, input.repeat()), kept, context);
  }

  private static void fillContext(Packet packet, MemorySegment given, byte[] data) {
    MemorySegment context = packet.context().fill((byte) 0);
    switch (packet.shape()) {
      case XDP -> context.set(JAVA_INT_UNALIGNED, XDP_INGRESS, LOOPBACK);
      case SOCKET_BUFFER -> {
        short protocol = MemorySegment.ofArray(data).get(JAVA_SHORT_UNALIGNED, 12);
        context.set(JAVA_INT_UNALIGNED, PROTOCOL, Short.toUnsignedInt(protocol));
        context.set(JAVA_INT_UNALIGNED, IFINDEX, LOOPBACK);
        context.set(JAVA_INT_UNALIGNED, WIRE_LEN, data.length);
      }
    }
    MemorySegment.copy(given, 0, context, 0, given.byteSize());
  }
}
