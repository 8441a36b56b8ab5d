package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;

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
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.StoreImmediate;
import dev.skep.isa.Instruction.StoreRegister;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes programs for tests, instruction by instruction. */
final class Programs {
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Integer, Reference> references = new HashMap<>();

  static Programs start() {
    return new Programs();
  }

  Programs add(Instruction instruction) {
    instructions.add(instruction);
    return this;
  }

  Programs move(Register dst, Operand src) {
    return add(new Move(Width.W64, dst, src));
  }

  Programs move(Register dst, int value) {
    return move(dst, Operand.of(value));
  }

  Programs alu(AluOperation operation, Register dst, int value) {
    return add(new Alu(Width.W64, operation, dst, Operand.of(value)));
  }

  Programs alu(AluOperation operation, Register dst, Register src) {
    return add(new Alu(Width.W64, operation, dst, src));
  }

  Programs load(MemorySize size, Register dst, Register base, int offset) {
    return add(new Load(size, false, dst, base, (short) offset));
  }

  Programs store(MemorySize size, Register base, int offset, Register src) {
    return add(new StoreRegister(size, base, (short) offset, src));
  }

  Programs store(MemorySize size, Register base, int offset, int value) {
    return add(new StoreImmediate(size, base, (short) offset, value));
  }

  Programs map(Register dst, String name) {
    references.put(instructions.size(), new Reference.ToMap(name));
    return add(new LoadImmediate64(dst, PseudoImmediate.MAP_FD, 0, 0));
  }

  Programs mapValue(Register dst, String name, int offset) {
    references.put(instructions.size(), new Reference.ToMap(name));
    return add(new LoadImmediate64(dst, PseudoImmediate.MAP_VALUE, 0, offset));
  }

  Programs function(Register dst, int offset) {
    return add(new LoadImmediate64(dst, PseudoImmediate.FUNCTION, offset, 0));
  }

  Programs call(int helper) {
    return add(new CallHelper(helper));
  }

  Programs jump(Condition condition, Register dst, int value, int offset) {
    return add(new JumpIf(Width.W64, condition, dst, Operand.of(value), (short) offset));
  }

  /** Address of a stack slot. */
  Programs stack(Register dst, int offset) {
    return move(dst, R10).alu(AluOperation.ADD, dst, offset);
  }

  Programs atomicAdd(Register base, Register src) {
    return add(new Atomic(MemorySize.DW, AtomicOperation.ADD, false, base, (short) 0, src));
  }

  Programs exit() {
    return add(new Exit());
  }

  Programs exit(int value) {
    return move(R0, value).exit();
  }

  /** {@code map[key on the stack at -8]++}, creating the entry with 1. Clobbers R0 to R4. */
  Programs count(String map, boolean atomic) {
    map(R1, map).stack(R2, -8).call(1);
    jump(Condition.NOT_EQUAL, R0, 0, 10);
    store(MemorySize.DW, R10, -16, 1);
    map(R1, map).stack(R2, -8).stack(R3, -16).move(R4, 0).call(2);
    add(new Instruction.Jump(false, atomic ? 2 : 3));
    if (atomic) {
      return move(R1, 1).atomicAdd(R0, R1);
    }
    return load(MemorySize.DW, R1, R0, 0)
        .alu(AluOperation.ADD, R1, 1)
        .store(MemorySize.DW, R0, 0, R1);
  }

  ProgramSpec spec(String name, ProgramType type) {
    return ProgramSpec.builder(name, type)
        .code(Code.of(instructions))
        .references(references)
        .build();
  }
}
