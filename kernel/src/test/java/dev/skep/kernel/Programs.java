package dev.skep.kernel;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;
import static dev.skep.isa.Register.R6;

import dev.skep.abi.ProgramType;
import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.JumpIf;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.StoreImmediate;
import dev.skep.isa.Instruction.StoreRegister;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Width;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.util.ArrayList;
import java.util.List;

/** Programs that the tests load. */
final class Programs {
  private static final int MAP_LOOKUP = 1;
  private static final int KTIME = 5;
  private static final int PID_TGID = 14;
  private static final int RINGBUF_OUTPUT = 130;

  private Programs() {}

  /** Returns a number and does nothing else. */
  static ProgramSpec returning(ProgramType type, int value) {
    return program(
        "returning", type, List.of(new Move(Width.W64, R0, Operand.of(value)), new Exit()));
  }

  static ProgramSpec program(String name, ProgramType type, List<Instruction> code) {
    return ProgramSpec.builder(name, type).code(Code.of(code)).build();
  }

  /** Adds one to the first value of the map {@code counts} on each event of one process. */
  static ProgramSpec countingProcess(ProgramType type, long pid) {
    List<Instruction> code = new ArrayList<>();
    code.add(new CallHelper(PID_TGID));
    code.add(new Alu(Width.W64, AluOperation.RSH, R0, Operand.of(32)));
    code.add(new JumpIf(Width.W64, Condition.NOT_EQUAL, R0, Operand.of((int) pid), (short) 9));
    return counting(type, code, 0).build();
  }

  /** Adds one to the first value of the map {@code counts} on each event. */
  static ProgramSpec counting(ProgramType type) {
    return counting(type, 0).build();
  }

  /** Adds one to the first value of the map {@code counts} on each event, and returns a number. */
  static ProgramSpec.Builder counting(ProgramType type, int returned) {
    return counting(type, new ArrayList<>(), returned);
  }

  private static ProgramSpec.Builder counting(
      ProgramType type, List<Instruction> code, int returned) {
    code.add(new StoreImmediate(MemorySize.W, R10, (short) -4, 0));
    code.add(new Move(Width.W64, R2, R10));
    code.add(new Alu(Width.W64, AluOperation.ADD, R2, Operand.of(-4)));
    int reference = code.size();
    code.add(new LoadImmediate64(R1, PseudoImmediate.MAP_FD, 0, 0));
    code.add(new CallHelper(MAP_LOOKUP));
    code.add(new JumpIf(Width.W64, Condition.EQUAL, R0, Operand.of(0), (short) 2));
    code.add(new Move(Width.W64, R1, Operand.of(1)));
    code.add(new Atomic(MemorySize.DW, AtomicOperation.ADD, false, R0, (short) 0, R1));
    code.add(new Move(Width.W64, R0, Operand.of(returned)));
    code.add(new Exit());
    return ProgramSpec.builder("counting", type)
        .code(Code.of(code))
        .reference(reference, new Reference.ToMap("counts"));
  }

  /**
   * Writes one record of 16 bytes to the ring buffer {@code ring} for each run: the time and a
   * number.
   */
  static ProgramSpec writing(ProgramType type, int number) {
    List<Instruction> code = new ArrayList<>();
    code.add(new CallHelper(KTIME));
    code.add(new StoreRegister(MemorySize.DW, R10, (short) -16, R0));
    code.add(new StoreImmediate(MemorySize.DW, R10, (short) -8, number));
    int reference = code.size();
    code.add(new LoadImmediate64(R1, PseudoImmediate.MAP_FD, 0, 0));
    code.add(new Move(Width.W64, R2, R10));
    code.add(new Alu(Width.W64, AluOperation.ADD, R2, Operand.of(-16)));
    code.add(new Move(Width.W64, R3, Operand.of(16)));
    code.add(new Move(Width.W64, R4, Operand.of(0)));
    code.add(new CallHelper(RINGBUF_OUTPUT));
    code.add(new Move(Width.W64, R6, R0));
    code.add(new Move(Width.W64, R0, Operand.of(0)));
    code.add(new Exit());
    return ProgramSpec.builder("writing", type)
        .code(Code.of(code))
        .reference(reference, new Reference.ToMap("ring"))
        .build();
  }
}
