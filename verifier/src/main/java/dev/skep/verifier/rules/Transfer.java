package dev.skep.verifier.rules;

import dev.skep.isa.Instruction;
import dev.skep.isa.Register;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.State;

/** Runs one instruction on the machine's state. */
public record Transfer(Machine machine) {
  /** How the path goes on after an instruction. */
  public enum Outcome {
    /** At the machine's next index. */
    CONTINUES,
    /** Not at all: the program has ended. */
    ENDS
  }

  /** Runs the instruction at the machine's index. */
  public Outcome run() {
    Arithmetic arithmetic = new Arithmetic(machine);
    MemoryInstructions memory = new MemoryInstructions(machine);
    switch (machine.subject().code().get(machine.index())) {
      case Instruction.Alu alu -> arithmetic.alu(alu);
      case Instruction.Move move -> arithmetic.move(move);
      case Instruction.MoveSignExtended move -> arithmetic.moveSignExtended(move);
      case Instruction.CastAddressSpace cast -> arithmetic.castAddressSpace(cast);
      case Instruction.Negate negate -> arithmetic.negate(negate);
      case Instruction.ByteSwap swap -> arithmetic.byteSwap(swap);
      case Instruction.Load load -> memory.load(load);
      case Instruction.StoreRegister store -> memory.store(store);
      case Instruction.StoreImmediate store -> memory.store(store);
      case Instruction.Atomic atomic -> memory.atomic(atomic);
      case Instruction.LoadAcquire load -> memory.loadAcquire(load);
      case Instruction.StoreRelease store -> memory.storeRelease(store);
      case Instruction.LoadPacketAbsolute load ->
          memory.packetLoad(load.size().bytes(), Register.R6);
      case Instruction.LoadPacketIndirect load ->
          memory.packetLoad(load.size().bytes(), load.index());
      case Instruction.LoadImmediate64 load -> new Constants(machine, load).perform();
      case Instruction.JumpIf jump -> new Jumps(machine, jump).perform();
      case Instruction.Jump _ -> machine.next(machine.flow().jumpTarget(machine.index()));
      case Instruction.MayGoto _ -> mayGoto();
      case Instruction.CallHelper call -> new HelperCalls(machine, call).perform();
      case Instruction.CallSubprogram _ -> new Subprograms(machine).call();
      case Instruction.CallKfunc _ -> {
        return new Kfuncs(machine).call();
      }
      case Instruction.CallRegister call ->
          throw Violation.of(
              Rule.ENCODING,
              "BPF_CALL uses reserved fields",
              "Linux does not call addresses in registers (" + call.target() + ")");
      case Instruction.Exit _ -> {
        return new Exits(machine).perform();
      }
    }
    return Outcome.CONTINUES;
  }

  /** The budget may be used up at once, or only after more iterations. */
  private void mayGoto() {
    State again = machine.control().fork(machine.next());
    again.mayGotoDepth++;
    State stored = machine.control().storedBefore(machine.index(), machine.state().level - 1);
    if (stored != null) {
      new Widening(stored, again).apply();
    }
    machine.next(machine.flow().jumpTarget(machine.index()));
  }
}
