package dev.skep.verifier.explore;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.verifier.flow.CallKinds;
import dev.skep.verifier.rules.LinkedScalars;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Path;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes back over a path from a number whose exact range has mattered, and marks in the stored
 * states the numbers that it was made of: only states that agree on those may be taken for the
 * same.
 */
final class Backtracking {
  private static final int ARGUMENTS = 0b111110;

  private final Code code;
  private final CallKinds calls;
  private final IntPredicate globalCall;
  private final int[] registers;
  private final long[] slots;
  private int frame;

  Backtracking(Code code, CallKinds calls, IntPredicate globalCall, int frames) {
    this.code = code;
    this.calls = calls;
    this.globalCall = globalCall;
    this.registers = new int[frames];
    this.slots = new long[frames];
  }

  /** Goes back from the instruction that runs, which asks for a register. */
  void fromRegister(State state, int register) {
    start(state);
    registers[frame] = 1 << register;
    run(state, true);
  }

  /** Goes back from the instruction that runs, which asks for a spilled number. */
  void fromSlot(State state, int frameNumber, int slot) {
    start(state);
    slots[frameNumber] = 1L << slot;
    run(state, true);
  }

  /** Goes back from before an instruction for everything that mattered after an equal state. */
  void fromState(State state, State old) {
    start(state);
    for (int i = 0; i <= old.depth(); i++) {
      Frame marked = old.frame(i);
      for (int register = 0; register < 10; register++) {
        if (marked.isPrecise(register)) {
          registers[i] |= 1 << register;
        }
      }
      for (int slot = 0; slot < marked.slots(); slot++) {
        if (marked.isSlotPrecise(slot)) {
          slots[i] |= 1L << slot;
        }
      }
    }
    run(state, false);
  }

  private void start(State state) {
    java.util.Arrays.fill(registers, 0);
    java.util.Arrays.fill(slots, 0);
    frame = state.depth();
  }

  private boolean isDone() {
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] != 0 || slots[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** With {@code skipsLast} the last instruction of the path is the one that asks. */
  private void run(State state, boolean skipsLast) {
    State at = state;
    int following = -1;
    boolean skip = skipsLast;
    while (!isDone()) {
      Path path = at.path;
      for (int n = path.size() - 1; n >= 0; n--) {
        if (skip) {
          skip = false;
        } else if (!step(path, n, following)) {
          markEverything(state);
          return;
        }
        following = path.index(n);
        if (isDone()) {
          return;
        }
      }
      @Nullable State parent = at.parent;
      if (parent == null) {
        return;
      }
      mark(parent);
      at = parent;
    }
  }

  /** Marks what is asked for in a stored state; what is marked already was followed before. */
  private void mark(State stored) {
    for (int i = 0; i <= Math.min(frame, stored.depth()); i++) {
      Frame marked = stored.frame(i);
      for (int register = 0; register < 10; register++) {
        if ((registers[i] & 1 << register) == 0) {
          continue;
        }
        if (!(marked.register(register) instanceof Scalar) || marked.isPrecise(register)) {
          registers[i] &= ~(1 << register);
        } else {
          marked.markPrecise(register);
        }
      }
      for (int slot = 0; slot < 64; slot++) {
        if ((slots[i] & 1L << slot) == 0) {
          continue;
        }
        if (!marked.slot(slot).isScalarSpill() || marked.isSlotPrecise(slot)) {
          slots[i] &= ~(1L << slot);
        } else {
          marked.markSlotPrecise(slot);
        }
      }
    }
  }

  private static void markEverything(State state) {
    for (State at = state.parent; at != null; at = at.parent) {
      for (int i = 0; i <= at.depth(); i++) {
        Frame marked = at.frame(i);
        for (int register = 0; register < 10; register++) {
          marked.markPrecise(register);
        }
        for (int slot = 0; slot < marked.slots(); slot++) {
          marked.markSlotPrecise(slot);
        }
      }
    }
  }

  private boolean has(int register) {
    return (registers[frame] & 1 << register) != 0;
  }

  private boolean has(Register register) {
    return has(register.number());
  }

  private void ask(Operand operand) {
    if (operand instanceof Register register && register != Register.R10) {
      registers[frame] |= 1 << register.number();
    }
  }

  private void answer(Register register) {
    registers[frame] &= ~(1 << register.number());
  }

  /** Goes back over one instruction; false when it cannot be followed. */
  private boolean step(Path path, int n, int following) {
    int index = path.index(n);
    switch (code.get(index)) {
      case Instruction.Alu alu -> {
        if (has(alu.dst())) {
          ask(alu.src());
        }
      }
      case Instruction.Move move -> copy(move.dst(), move.src());
      case Instruction.MoveSignExtended move -> copy(move.dst(), move.src());
      case Instruction.CastAddressSpace cast -> copy(cast.dst(), cast.src());
      case Instruction.Negate _, Instruction.ByteSwap _ -> {
        // The operand is asked for as the result is.
      }
      case Instruction.Load load -> load(path, n, load.dst());
      case Instruction.LoadAcquire load -> load(path, n, load.dst());
      case Instruction.StoreRegister store -> {
        return store(path, n, store.base(), store.src());
      }
      case Instruction.StoreRelease store -> {
        return store(path, n, store.base(), store.src());
      }
      case Instruction.StoreImmediate store -> {
        return store(path, n, store.base(), Operand.of(0));
      }
      case Instruction.Atomic atomic -> atomic(path, n, atomic);
      case Instruction.LoadImmediate64 load -> answer(load.dst());
      case Instruction.LoadPacketAbsolute _ -> {
        return packetLoad();
      }
      case Instruction.LoadPacketIndirect _ -> {
        return packetLoad();
      }
      case Instruction.JumpIf jump -> jump(path, n, jump);
      case Instruction.Jump _, Instruction.MayGoto _ -> {
        // No number is involved.
      }
      case Instruction.CallHelper _, Instruction.CallKfunc _ -> call(index, following);
      case Instruction.CallSubprogram _ -> callSubprogram(index);
      case Instruction.CallRegister _ -> {
        return false;
      }
      case Instruction.Exit _ -> enterCallee(following);
    }
    return true;
  }

  private void copy(Register dst, Operand src) {
    if (has(dst)) {
      answer(dst);
      ask(src);
    }
  }

  private void load(Path path, int n, Register dst) {
    if (has(dst)) {
      answer(dst);
      if (path.isStackAccess(n)) {
        slots[path.stackFrame(n)] |= 1L << path.stackSlot(n);
      }
    }
  }

  /** A number as the base of a store: a difference of pointers was taken for one. */
  private boolean store(Path path, int n, Register base, Operand src) {
    if (has(base)) {
      return false;
    }
    if (path.isStackAccess(n)) {
      long bit = 1L << path.stackSlot(n);
      int where = path.stackFrame(n);
      if ((slots[where] & bit) != 0) {
        slots[where] &= ~bit;
        ask(src);
      }
    }
    return true;
  }

  private void atomic(Path path, int n, Instruction.Atomic atomic) {
    Register result = atomic.operation() == AtomicOperation.CMPXCHG ? Register.R0 : atomic.src();
    if (path.isStackAccess(n)) {
      slots[path.stackFrame(n)] &= ~(1L << path.stackSlot(n));
    }
    if (atomic.fetch() && has(result)) {
      answer(result);
      if (path.isStackAccess(n)) {
        slots[path.stackFrame(n)] |= 1L << path.stackSlot(n);
      }
    }
  }

  private boolean packetLoad() {
    boolean asked = has(0);
    answer(Register.R0);
    return !asked;
  }

  private void jump(Path path, int n, Instruction.JumpIf jump) {
    spreadLinks(path.linked(n));
    if (jump.src() instanceof Register src && (has(src) || has(jump.dst()))) {
      ask(jump.dst());
      ask(src);
    }
    spreadLinks(path.linked(n));
  }

  /** Numbers that were narrowed together matter together. */
  private void spreadLinks(long[] linked) {
    boolean any = false;
    for (long place : linked) {
      int number = (int) (place >>> 8);
      int where = (int) place & 0xff;
      any |=
          where < LinkedScalars.SLOT
              ? (registers[number] & 1 << where) != 0
              : (slots[number] & 1L << (where - LinkedScalars.SLOT)) != 0;
    }
    if (!any) {
      return;
    }
    for (long place : linked) {
      int number = (int) (place >>> 8);
      int where = (int) place & 0xff;
      if (where < LinkedScalars.SLOT) {
        registers[number] |= 1 << where;
      } else {
        slots[number] |= 1L << (where - LinkedScalars.SLOT);
      }
    }
  }

  private void call(int index, int following) {
    boolean entersCallback = calls.callsCallback(index) && following != index + 1;
    if (entersCallback && following >= 0 && frame > 0) {
      // What the callback was given is no number of the caller's.
      registers[frame] = 0;
      slots[frame] = 0;
      frame--;
      return;
    }
    registers[frame] &= ~1;
    registers[frame] &= ~ARGUMENTS;
  }

  private void callSubprogram(int index) {
    if (globalCall.test(index)) {
      registers[frame] &= ~(ARGUMENTS | 1);
      return;
    }
    int arguments = registers[frame] & ARGUMENTS;
    registers[frame] = 0;
    slots[frame] = 0;
    if (frame > 0) {
      frame--;
      registers[frame] |= arguments;
    }
  }

  private void enterCallee(int following) {
    boolean subprogram =
        following > 0
            && code.get(following - 1) instanceof Instruction.CallSubprogram
            && !globalCall.test(following - 1);
    boolean result = subprogram && has(0);
    registers[frame] &= ~1;
    if (following >= 0 && calls.callsCallback(following)) {
      registers[frame] &= ~ARGUMENTS;
    }
    if (frame + 1 < registers.length) {
      frame++;
      if (result) {
        registers[frame] |= 1;
      }
    }
  }
}
