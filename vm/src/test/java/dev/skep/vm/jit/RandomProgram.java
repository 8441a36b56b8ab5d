package dev.skep.vm.jit;

import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs that decode and that no verifier would accept: they jump, call and access where they
 * like, though rather to where something is.
 */
final class RandomProgram {
  private static final int MEMORY_BYTES = 64;
  private static final int[] HELPERS = {1, 2, 3, 4, 12};
  private static final MemorySize[] SIZES = MemorySize.values();

  private final SplittableRandom random;
  private final int size;
  private final boolean callsRegisters;

  private RandomProgram(SplittableRandom random, int size) {
    this.random = random;
    this.size = size;
    this.callsRegisters = random.nextInt(4) == 0;
  }

  /** A program of about so many instructions. */
  static Code of(SplittableRandom random, int size) {
    return new RandomProgram(random, size).code();
  }

  private Code code() {
    List<Instruction> drafts = new ArrayList<>();
    drafts.add(new Instruction.Move(Width.W64, Register.R6, Register.R1));
    for (int i = 0; i < size; i++) {
      drafts.add(instruction());
    }
    drafts.add(new Instruction.Exit());
    return Code.of(resolved(drafts));
  }

  /** Turns targets, which drafts hold as a random number in the offset, into slots. */
  private List<Instruction> resolved(List<Instruction> drafts) {
    Code code = Code.of(drafts);
    List<Instruction> instructions = new ArrayList<>();
    for (int index = 0; index < drafts.size(); index++) {
      int target = target(index, drafts.size());
      int offset = code.slotOf(target) - code.slotOf(index + 1);
      boolean fits = offset == (short) offset;
      short near = fits ? (short) offset : 0;
      instructions.add(
          switch (drafts.get(index)) {
            case Instruction.JumpIf(var width, var condition, var dst, var src, short _) ->
                new Instruction.JumpIf(width, condition, dst, src, near);
            case Instruction.Jump _ -> new Instruction.Jump(!fits, offset);
            case Instruction.MayGoto _ -> new Instruction.MayGoto(near);
            case Instruction.CallSubprogram _ -> new Instruction.CallSubprogram(offset);
            case Instruction.LoadImmediate64(var dst, var kind, int _, int _)
                when kind == PseudoImmediate.FUNCTION ->
                new Instruction.LoadImmediate64(dst, kind, offset + 1, 0);
            case Instruction other -> other;
          });
    }
    return instructions;
  }

  private int target(int index, int count) {
    if (next(4) != 0) {
      return Math.min(count - 1, index + 1 + next(20));
    }
    return next(8) == 0 ? next(count) : Math.max(0, index - next(30));
  }

  private Instruction instruction() {
    return switch (next(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 ->
          new Instruction.Alu(width(), any(AluOperation.values()), written(), operand());
      case 10, 11, 12 -> new Instruction.Move(width(), written(), operand());
      case 13 ->
          new Instruction.MoveSignExtended(width(), next(2) == 0 ? 8 : 16, written(), register());
      case 14 -> new Instruction.MoveSignExtended(Width.W64, 32, written(), register());
      case 15 -> new Instruction.Negate(width(), written());
      case 16 ->
          new Instruction.ByteSwap(
              any(Instruction.ByteSwap.Order.values()), 16 << next(3), written());
      case 17 -> Instruction.LoadImmediate64.of(written(), random.nextLong());
      case 18 -> new Instruction.Move(Width.W64, written(), pointer());
      case 19, 20, 21 -> load();
      case 22, 23, 24 -> store();
      case 25 -> atomic();
      case 26 -> loadAcquire();
      case 27 -> storeRelease();
      case 28, 29, 30, 31, 32 ->
          new Instruction.JumpIf(
              width(), any(Condition.values()), register(), operand(), (short) 0);
      case 33 -> new Instruction.Jump(false, 0);
      case 34 -> new Instruction.MayGoto((short) 0);
      case 35, 36 -> new Instruction.CallHelper(HELPERS[next(callsRegisters ? 4 : 5)]);
      case 37 -> new Instruction.CallSubprogram(0);
      case 38 -> new Instruction.LoadImmediate64(written(), PseudoImmediate.FUNCTION, 0, 0);
      default -> rare();
    };
  }

  private Instruction rare() {
    return switch (next(5)) {
      case 0 -> callsRegisters ? new Instruction.CallRegister(written()) : load();
      case 1 -> new Instruction.LoadPacketAbsolute(packetSize(), next(90));
      case 2 -> new Instruction.LoadPacketIndirect(packetSize(), register(), next(90));
      default -> new Instruction.Exit();
    };
  }

  private Instruction load() {
    MemorySize size = any(SIZES);
    boolean signed = size != MemorySize.DW && next(3) == 0;
    Register base = pointer();
    return new Instruction.Load(size, signed, written(), base, offset(base, size.bytes()));
  }

  private Instruction store() {
    MemorySize size = any(SIZES);
    Register base = pointer();
    short offset = offset(base, size.bytes());
    return next(3) == 0
        ? new Instruction.StoreImmediate(size, base, offset, immediate())
        : new Instruction.StoreRegister(size, base, offset, register());
  }

  private Instruction loadAcquire() {
    MemorySize size = any(SIZES);
    Register base = pointer();
    return new Instruction.LoadAcquire(size, written(), base, aligned(base, size.bytes()));
  }

  private Instruction storeRelease() {
    MemorySize size = any(SIZES);
    Register base = pointer();
    return new Instruction.StoreRelease(size, base, aligned(base, size.bytes()), register());
  }

  private Instruction atomic() {
    AtomicOperation operation = any(AtomicOperation.values());
    boolean fetch = operation.alwaysFetches() || next(2) == 0;
    MemorySize size = next(2) == 0 ? MemorySize.W : MemorySize.DW;
    Register base = pointer();
    short offset = aligned(base, size.bytes());
    return new Instruction.Atomic(size, operation, fetch, base, offset, written());
  }

  private short aligned(Register base, int bytes) {
    short offset = offset(base, bytes);
    return (short) (next(40) == 0 ? offset : offset & -bytes);
  }

  private MemorySize packetSize() {
    return List.of(MemorySize.B, MemorySize.H, MemorySize.W).get(next(3));
  }

  /** R10 and R6 always hold addresses, R1 often; sometimes an access goes astray. */
  private Register pointer() {
    return switch (next(80)) {
      case 0 -> register();
      case 1 -> Register.R1;
      default -> next(2) == 0 ? Register.R6 : Register.R10;
    };
  }

  private short offset(Register base, int bytes) {
    int at = next(MEMORY_BYTES / bytes) * bytes;
    if (next(8) == 0) {
      at = next(MEMORY_BYTES - bytes + 1);
    }
    return (short) (next(150) == 0 ? next(1200) - 600 : base == Register.R10 ? -64 + at : at);
  }

  private Register written() {
    int number = next(10);
    return Register.of(number == 6 ? 7 : number);
  }

  private Register register() {
    return Register.of(next(11));
  }

  private Operand operand() {
    return next(2) == 0 ? register() : Operand.of(immediate());
  }

  private int immediate() {
    return next(3) == 0 ? random.nextInt() : next(64) - 16;
  }

  private Width width() {
    return next(2) == 0 ? Width.W32 : Width.W64;
  }

  private int next(int bound) {
    return random.nextInt(bound);
  }

  private <T> T any(T[] all) {
    return all[next(all.length)];
  }
}
