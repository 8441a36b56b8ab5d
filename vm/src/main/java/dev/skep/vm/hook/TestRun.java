package dev.skep.vm.hook;

import dev.skep.abi.Errno;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperSignatures;
import dev.skep.abi.HelperTrait;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.vm.packet.PacketContext;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.packet.PacketShape;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.XdpContext;
import dev.skep.vm.run.CpuSlots;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Runs a program on a packet that the caller gives, with the rules and the error numbers of {@code
 * BPF_PROG_TEST_RUN} (net/bpf/test_run.c). All runs of a repetition see the same packet: what one
 * changes, the next one finds.
 */
public final class TestRun {
  /** The shortest packet: an Ethernet header. */
  static final int ETHERNET_HEADER = 14;

  private final Executable program;
  private final PacketShape shape;
  private final PacketNetwork network;

  /** Runs of a program that gets packets of a shape. */
  public TestRun(Executable program, PacketShape shape, PacketNetwork network) {
    this.program = program;
    this.shape = shape;
    this.network = network;
  }

  /** Runs it on the given input. */
  public RunResult run(CpuSlots slots, RunInput input) {
    if (input.repeat() < 1) {
      throw new IllegalArgumentException(
          "program \"%s\": repeat=%d, at least 1".formatted(program.name(), input.repeat()));
    }
    if (input.data().byteSize() < ETHERNET_HEADER) {
      throw refusal(
          Errno.EINVAL, "data bytes=" + input.data().byteSize() + ", at least " + ETHERNET_HEADER);
    }
    return switch (shape.newContext(network)) {
      case SkbContext packet -> run(slots, input, new SkbInput(this, packet));
      case XdpContext packet -> run(slots, input, new XdpInput(this, packet));
    };
  }

  private RunResult run(CpuSlots slots, RunInput input, PacketInput packet) {
    byte[] context = packet.fill(input);
    long[] result = repeat(slots, packet.context(), input.repeat());
    MemorySegment after = packet.after();
    if (input.dataOutBytes() != 0 && after.byteSize() > input.dataOutBytes()) {
      throw refusal(
          Errno.ENOSPC,
          "room for data bytes=%d, the packet has %d after the run"
              .formatted(input.dataOutBytes(), after.byteSize()));
    }
    if (context.length > 0) {
      packet.writeBack(context);
    }
    byte[] data = input.dataOutBytes() == 0 ? new byte[0] : after.toArray(ValueLayout.JAVA_BYTE);
    return new RunResult((int) result[0], result[1], data, context);
  }

  private long[] repeat(CpuSlots slots, PacketContext packet, int repeat) {
    Execution execution = slots.takeAny();
    try {
      boolean moves = movesPackets();
      long start = System.nanoTime();
      long value = execution.repeat(program, packet, repeat, moves);
      return new long[] {value, (System.nanoTime() - start) / repeat};
    } finally {
      slots.giveBack(execution);
    }
  }

  /** Whether a helper that the program calls, or a program that it changes to, may. */
  private boolean movesPackets() {
    for (Instruction each : program.spec().code()) {
      if (each instanceof CallHelper(int id)
          && (id == Helper.TAIL_CALL.id()
              || Helper.of(id)
                  .map(HelperSignatures::of)
                  .map(signature -> signature.has(HelperTrait.CHANGES_PACKET))
                  .orElse(true))) {
        return true;
      }
    }
    return false;
  }

  PacketNetwork network() {
    return network;
  }

  /** An interface of the network that an input names by its index. */
  PacketNetwork.Interface device(int index) {
    return network
        .find(index)
        .orElseThrow(() ->
            refusal(Errno.ENODEV, "no network interface has index=" + index + " in this engine"));
  }

  UnsupportedException refusal(Errno errno, String why) {
    return new UnsupportedException(
        "cannot run program \"%s\": %s (%s); %s"
            .formatted(program.name(), errno.text(), errno.name(), why));
  }
}
