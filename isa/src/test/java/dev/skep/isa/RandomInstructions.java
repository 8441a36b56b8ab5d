package dev.skep.isa;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Valid instructions of every kind with random fields. */
public final class RandomInstructions {
  private final SplittableRandom random;

  private final List<Supplier<Instruction>> kinds =
      List.of(
          () -> new Instruction.Alu(width(), any(AluOperation.values()), register(), operand()),
          () -> new Instruction.Move(width(), register(), operand()),
          this::moveSignExtended,
          this::castAddressSpace,
          () -> new Instruction.Negate(width(), register()),
          () ->
              new Instruction.ByteSwap(
                  any(Instruction.ByteSwap.Order.values()), 16 << next(3), register()),
          this::load,
          () -> new Instruction.StoreRegister(size(), register(), offset(), register()),
          () -> new Instruction.StoreImmediate(size(), register(), offset(), immediate()),
          this::atomic,
          () -> new Instruction.LoadAcquire(size(), register(), register(), offset()),
          () -> new Instruction.StoreRelease(size(), register(), offset(), register()),
          () -> new Instruction.LoadPacketAbsolute(packetSize(), immediate()),
          () -> new Instruction.LoadPacketIndirect(packetSize(), register(), immediate()),
          this::loadImmediate64,
          () ->
              new Instruction.JumpIf(
                  width(), any(Condition.values()), register(), operand(), offset()),
          () -> new Instruction.Jump(false, offset()),
          () -> new Instruction.Jump(true, immediate()),
          () -> new Instruction.MayGoto(offset()),
          () -> new Instruction.CallHelper(immediate()),
          () -> new Instruction.CallSubprogram(immediate()),
          () -> new Instruction.CallKfunc(immediate(), offset()),
          () -> new Instruction.CallRegister(register()),
          Instruction.Exit::new);

  public RandomInstructions(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One instruction; every kind is as likely as any other. */
  public Instruction instruction() {
    return kinds.get(next(kinds.size())).get();
  }

  private Instruction castAddressSpace() {
    int to = next(2);
    return new Instruction.CastAddressSpace(register(), register(), to, 1 - to);
  }

  private Instruction moveSignExtended() {
    Width width = width();
    int bits = 8 << next(width == Width.W64 ? 3 : 2);
    return new Instruction.MoveSignExtended(width, bits, register(), register());
  }

  private Instruction load() {
    MemorySize size = size();
    boolean signed = size != MemorySize.DW && random.nextBoolean();
    return new Instruction.Load(size, signed, register(), register(), offset());
  }

  private Instruction atomic() {
    MemorySize size = random.nextBoolean() ? MemorySize.W : MemorySize.DW;
    AtomicOperation operation = any(AtomicOperation.values());
    boolean fetch = operation.alwaysFetches() || random.nextBoolean();
    return new Instruction.Atomic(size, operation, fetch, register(), offset(), register());
  }

  private Instruction loadImmediate64() {
    PseudoImmediate kind = any(PseudoImmediate.values());
    int high = kind.usesHigh() ? immediate() : 0;
    return new Instruction.LoadImmediate64(register(), kind, immediate(), high);
  }

  private Width width() {
    return any(Width.values());
  }

  private MemorySize size() {
    return any(MemorySize.values());
  }

  private MemorySize packetSize() {
    return any(new MemorySize[] {MemorySize.B, MemorySize.H, MemorySize.W});
  }

  private Register register() {
    return any(Register.values());
  }

  private Operand operand() {
    return random.nextBoolean() ? register() : Operand.of(immediate());
  }

  private short offset() {
    return (short) immediate();
  }

  /** Small numbers, limits and any number. */
  private int immediate() {
    int[] edges = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x8000, 0xffff, -0x8000};
    return switch (next(3)) {
      case 0 -> next(64) - 32;
      case 1 -> edges[next(edges.length)];
      default -> random.nextInt();
    };
  }

  private int next(int bound) {
    return random.nextInt(bound);
  }

  private <T> T any(T[] values) {
    return values[next(values.length)];
  }
}
