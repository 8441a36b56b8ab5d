package dev.skep.verifier.flow;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;

/**
 * Which registers may still be read after a point, by backward data flow within each function: a
 * state may be compared without the others.
 */
public final class LiveRegisters {
  private static final int CALLER_SAVED = 0b111111;

  private final ControlFlow flow;
  private final short[] before;

  private LiveRegisters(ControlFlow flow) {
    this.flow = flow;
    this.before = new short[flow.code().size()];
  }

  /** What is live in a program. */
  public static LiveRegisters of(ControlFlow flow) {
    LiveRegisters live = new LiveRegisters(flow);
    live.solve();
    return live;
  }

  /** The registers that may be read at or after an instruction, register n as bit n. */
  public int before(int index) {
    return before[index];
  }

  private void solve() {
    Code code = flow.code();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.size() - 1; i >= 0; i--) {
        int after = 0;
        for (int next : flow.successors(i)) {
          after |= before[next];
        }
        short live = (short) ((after & ~written(i)) | read(i));
        if (live != before[i]) {
          before[i] = live;
          changed = true;
        }
      }
    }
  }

  private static int bit(Operand operand) {
    return operand instanceof Register register ? 1 << register.number() : 0;
  }

  private int written(int index) {
    return switch (flow.code().get(index)) {
      case Instruction.Move move -> bit(move.dst());
      case Instruction.MoveSignExtended move -> bit(move.dst());
      case Instruction.CastAddressSpace cast -> bit(cast.dst());
      case Instruction.Load load -> bit(load.dst());
      case Instruction.LoadAcquire load -> bit(load.dst());
      case Instruction.LoadImmediate64 load -> bit(load.dst());
      case Instruction.Atomic atomic when atomic.fetch() ->
          atomic.operation() == AtomicOperation.CMPXCHG ? 1 : bit(atomic.src());
      case Instruction.LoadPacketAbsolute _,
          Instruction.LoadPacketIndirect _,
          Instruction.CallHelper _,
          Instruction.CallKfunc _,
          Instruction.CallSubprogram _,
          Instruction.CallRegister _ ->
          CALLER_SAVED;
      default -> 0;
    };
  }

  private int read(int index) {
    return switch (flow.code().get(index)) {
      case Instruction.Alu alu -> bit(alu.dst()) | bit(alu.src());
      case Instruction.Move move -> bit(move.src());
      case Instruction.MoveSignExtended move -> bit(move.src());
      case Instruction.CastAddressSpace cast -> bit(cast.src());
      case Instruction.Negate negate -> bit(negate.dst());
      case Instruction.ByteSwap swap -> bit(swap.dst());
      case Instruction.Load load -> bit(load.base());
      case Instruction.LoadAcquire load -> bit(load.base());
      case Instruction.StoreRegister store -> bit(store.base()) | bit(store.src());
      case Instruction.StoreRelease store -> bit(store.base()) | bit(store.src());
      case Instruction.StoreImmediate store -> bit(store.base());
      case Instruction.Atomic atomic ->
          bit(atomic.base())
              | bit(atomic.src())
              | (atomic.operation() == AtomicOperation.CMPXCHG ? 1 : 0);
      case Instruction.LoadPacketAbsolute _ -> 1 << 6;
      case Instruction.LoadPacketIndirect load -> 1 << 6 | bit(load.index());
      case Instruction.JumpIf jump -> bit(jump.dst()) | bit(jump.src());
      case Instruction.CallHelper _, Instruction.CallKfunc _ -> arguments(index);
      case Instruction.CallSubprogram _, Instruction.CallRegister _ -> 0b111110;
      case Instruction.Exit _ -> 1;
      case Instruction.LoadImmediate64 _, Instruction.Jump _, Instruction.MayGoto _ -> 0;
    };
  }

  private int arguments(int index) {
    return (1 << (flow.calls().argumentCount(index) + 1)) - 2;
  }
}
