package dev.skep.trace.codegen;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.spec.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects instructions, whose jumps name labels until all places are known. */
final class Emitter {
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Integer, Reference> references = new HashMap<>();
  private final Map<Integer, Integer> jumps = new HashMap<>();
  private final int[] labelSlots;
  private int slots;

  Emitter(int labels) {
    this.labelSlots = new int[labels];
  }

  void add(Instruction instruction) {
    instructions.add(instruction);
    slots += instruction.slots();
  }

  void label(int number) {
    labelSlots[number] = slots;
  }

  void jump(int label) {
    jumps.put(instructions.size(), label);
    add(new Instruction.Jump(false, 0));
  }

  void jumpIf(Condition condition, Register left, Operand right, int label) {
    jumps.put(instructions.size(), label);
    add(new Instruction.JumpIf(Width.W64, condition, left, right, (short) 0));
  }

  void move(Register to, Operand from) {
    if (to != from) {
      add(new Instruction.Move(Width.W64, to, from));
    }
  }

  void alu(AluOperation operation, Register to, Operand from) {
    add(new Instruction.Alu(Width.W64, operation, to, from));
  }

  void constant(Register to, long value) {
    if (value == (int) value) {
      move(to, Operand.of((int) value));
    } else {
      add(Instruction.LoadImmediate64.of(to, value));
    }
  }

  void map(Register to, String name) {
    references.put(instructions.size(), new Reference.ToMap(name));
    add(new Instruction.LoadImmediate64(to, PseudoImmediate.MAP_FD, 0, 0));
  }

  void load(MemorySize size, Register to, Register base, int offset) {
    add(new Instruction.Load(size, false, to, base, (short) offset));
  }

  void store(MemorySize size, Register base, int offset, Register from) {
    add(new Instruction.StoreRegister(size, base, (short) offset, from));
  }

  void call(int helper) {
    add(new Instruction.CallHelper(helper));
  }

  Map<Integer, Reference> references() {
    return references;
  }

  int slots() {
    return slots;
  }

  /** The code, with the distances of its jumps. */
  Code finish() {
    List<Instruction> finished = new ArrayList<>(instructions.size());
    int slot = 0;
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      slot += instruction.slots();
      Integer label = jumps.get(i);
      finished.add(label == null ? instruction : resolved(instruction, labelSlots[label] - slot));
    }
    return Code.of(finished);
  }

  private static Instruction resolved(Instruction jump, int distance) {
    return jump instanceof Instruction.JumpIf branch
        ? new Instruction.JumpIf(
            branch.width(), branch.condition(), branch.dst(), branch.src(), (short) distance)
        : new Instruction.Jump(false, distance);
  }
}
