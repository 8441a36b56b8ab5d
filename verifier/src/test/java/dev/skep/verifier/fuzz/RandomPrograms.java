package dev.skep.verifier.fuzz;

import dev.skep.abi.Helper;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
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
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs that look up a map value and then calculate with random numbers, branch on them, spill
 * them, and use them as offsets into the value and the stack: about half are safe.
 */
final class RandomPrograms {
  static final int VALUE_SIZE = 48;
  static final MapSpec MAP = MapSpec.of("values", MapType.ARRAY, 4, VALUE_SIZE, 4);

  private static final Register[] NUMBERS = {
    Register.R1, Register.R2, Register.R3, Register.R6, Register.R7, Register.R8
  };

  private final SplittableRandom random;
  private final List<Instruction> body = new ArrayList<>();
  private int mapIndex;

  RandomPrograms(SplittableRandom random) {
    this.random = random;
  }

  static ProgramSpec next(SplittableRandom random) {
    return new RandomPrograms(random).generate();
  }

  private ProgramSpec generate() {
    prologue();
    int steps = 4 + random.nextInt(24);
    for (int i = 0; i < steps; i++) {
      step();
    }
    body.add(new Instruction.Move(Width.W64, Register.R0, Operand.of(0)));
    body.add(new Instruction.Exit());
    return ProgramSpec.builder("random", ProgramType.SOCKET_FILTER)
        .code(Code.of(List.copyOf(body)))
        .reference(mapIndex, new Reference.ToMap(MAP.name()))
        .build();
  }

  /** R9 = a map value, R6 R7 R8 = numbers of which nothing is known, others small constants. */
  private void prologue() {
    body.add(
        new Instruction.StoreImmediate(MemorySize.W, Register.R10, (short) -4, random.nextInt(3)));
    mapIndex = body.size();
    body.add(new Instruction.LoadImmediate64(Register.R1, PseudoImmediate.MAP_FD, 0, 0));
    body.add(new Instruction.Move(Width.W64, Register.R2, Register.R10));
    body.add(alu(AluOperation.ADD, Width.W64, Register.R2, Operand.of(-4)));
    body.add(new Instruction.CallHelper(Helper.MAP_LOOKUP_ELEM.id()));
    body.add(
        new Instruction.JumpIf(
            Width.W64, Condition.NOT_EQUAL, Register.R0, Operand.of(0), (short) 2));
    body.add(new Instruction.Move(Width.W64, Register.R0, Operand.of(0)));
    body.add(new Instruction.Exit());
    body.add(new Instruction.Move(Width.W64, Register.R9, Register.R0));
    body.add(load(MemorySize.DW, Register.R6, 0));
    body.add(load(MemorySize.W, Register.R7, 8));
    body.add(load(MemorySize.B, Register.R8, 16));
    body.add(new Instruction.Move(Width.W64, Register.R1, Operand.of(random.nextInt(9))));
    body.add(new Instruction.Move(Width.W64, Register.R2, Operand.of(-1 - random.nextInt(9))));
    body.add(new Instruction.Move(Width.W64, Register.R3, Register.R8));
    body.add(new Instruction.Move(Width.W64, Register.R4, Register.R9));
    body.add(new Instruction.Move(Width.W64, Register.R5, Register.R10));
  }

  private static Instruction load(MemorySize size, Register dst, int offset) {
    return new Instruction.Load(size, false, dst, Register.R9, (short) offset);
  }

  private static Instruction alu(AluOperation operation, Width width, Register dst, Operand src) {
    return new Instruction.Alu(width, operation, dst, src);
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private Register number() {
    return pick(NUMBERS);
  }

  private void step() {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> arithmetic();
      case 4 -> bound();
      case 5, 6 -> jump();
      case 7 -> body.add(new Instruction.Move(pick(Width.values()), number(), number()));
      case 8 -> signExtend();
      case 9 -> spill();
      case 10, 11 -> access();
      case 12 -> body.add(negateOrSwap());
      default -> atomic();
    }
  }

  private void arithmetic() {
    AluOperation operation = pick(AluOperation.values());
    Width width = pick(Width.values());
    if (random.nextInt(3) == 0) {
      body.add(alu(operation, width, number(), number()));
      return;
    }
    boolean shifts =
        operation == AluOperation.LSH
            || operation == AluOperation.RSH
            || operation == AluOperation.ARSH;
    int immediate = shifts ? random.nextInt(width.bits()) : immediate();
    body.add(alu(operation, width, number(), Operand.of(immediate == 0 ? 1 : immediate)));
  }

  private int immediate() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> 1 << random.nextInt(32);
      case 2 -> -random.nextInt(70);
      default -> random.nextInt(70);
    };
  }

  private void bound() {
    body.add(
        alu(
            AluOperation.AND,
            pick(Width.values()),
            number(),
            Operand.of((1 << random.nextInt(7)) - 1)));
  }

  /** Jumps over the next one or two instructions, or to the end. */
  private void jump() {
    Operand right = random.nextInt(3) == 0 ? number() : Operand.of(immediate());
    Register left = number();
    Width width = pick(Width.values());
    body.add(new Instruction.JumpIf(width, pick(Condition.values()), left, right, (short) 2));
    if (random.nextBoolean()) {
      body.add(new Instruction.Move(Width.W64, Register.R0, Operand.of(0)));
      body.add(new Instruction.Exit());
    } else {
      arithmetic();
      arithmetic();
    }
  }

  private void signExtend() {
    Width width = pick(Width.values());
    int from = width == Width.W64 ? 8 << random.nextInt(3) : 8 << random.nextInt(2);
    body.add(new Instruction.MoveSignExtended(width, from, number(), number()));
  }

  private Instruction negateOrSwap() {
    if (random.nextBoolean()) {
      return new Instruction.Negate(pick(Width.values()), number());
    }
    return new Instruction.ByteSwap(
        pick(Instruction.ByteSwap.Order.values()), 16 << random.nextInt(3), number());
  }

  private void spill() {
    short slot = (short) (-8 * (1 + random.nextInt(6)));
    MemorySize size = pick(MemorySize.values());
    body.add(new Instruction.StoreRegister(size, Register.R10, slot, number()));
    if (random.nextInt(3) > 0) {
      arithmetic();
    }
    MemorySize fill = random.nextInt(3) == 0 ? pick(MemorySize.values()) : size;
    boolean signed = fill != MemorySize.DW && random.nextInt(3) == 0;
    body.add(new Instruction.Load(fill, signed, number(), Register.R10, slot));
  }

  /** Adds a number to the pointer in R4 (the value) or R5 (the stack) and follows it. */
  private void access() {
    boolean stack = random.nextInt(3) == 0;
    Register base = stack ? Register.R5 : Register.R4;
    Register offset = number();
    body.add(new Instruction.Move(Width.W64, base, stack ? Register.R10 : Register.R9));
    if (random.nextInt(4) > 0) {
      int mask = (1 << random.nextInt(6)) - 1;
      body.add(alu(AluOperation.AND, Width.W64, offset, Operand.of(mask)));
    } else {
      short limit = (short) random.nextInt(VALUE_SIZE);
      body.add(
          new Instruction.JumpIf(
              Width.W64, pick(Condition.values()), offset, Operand.of(limit), (short) 4));
    }
    body.add(alu(AluOperation.ADD, Width.W64, base, offset));
    short at = (short) (stack ? -64 + random.nextInt(8) * 8 : random.nextInt(8));
    MemorySize size = pick(MemorySize.values());
    if (random.nextBoolean()) {
      body.add(new Instruction.StoreRegister(size, base, at, number()));
    } else {
      body.add(new Instruction.Load(size, false, number(), base, at));
    }
    body.add(new Instruction.Move(Width.W64, number(), number()));
    body.add(new Instruction.Move(Width.W64, number(), Operand.of(immediate())));
  }

  private void atomic() {
    AtomicOperation operation = pick(AtomicOperation.values());
    boolean fetch =
        operation == AtomicOperation.XCHG
            || operation == AtomicOperation.CMPXCHG
            || random.nextBoolean();
    boolean stack = random.nextBoolean();
    MemorySize size = random.nextBoolean() ? MemorySize.W : MemorySize.DW;
    short at = (short) (stack ? -8 * (1 + random.nextInt(6)) : 8 * random.nextInt(6));
    body.add(new Instruction.Move(Width.W64, Register.R0, Operand.of(random.nextInt(3))));
    body.add(
        new Instruction.Atomic(
            size, operation, fetch, stack ? Register.R10 : Register.R9, at, number()));
  }
}
