package dev.skep.verifier.fuzz;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.verifier.domain.ConcreteSemantics;
import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.flow.LiveRegisters;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Runs a random program on random data and compares each step with the states that were seen. */
final class ConcreteRun {
  private static final long STACK_TOP = 0x7000_0000_0200L;
  private static final long VALUE_BASE = 0x5000_0000_0000L;
  private static final int MOST_STEPS = 4000;

  private final Code code;
  private final LiveRegisters live;
  private final SeenStates seen;
  private final String what;
  private final SplittableRandom random;
  private final long[] registers = new long[11];
  private final ByteBuffer stack = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer value =
      ByteBuffer.allocate(RandomPrograms.VALUE_SIZE).order(ByteOrder.LITTLE_ENDIAN);

  ConcreteRun(
      Code code, LiveRegisters live, SplittableRandom random, SeenStates seen, String what) {
    this.code = code;
    this.live = live;
    this.random = random;
    this.seen = seen;
    this.what = what;
    random.nextBytes(stack.array());
    fillValue();
    registers[10] = STACK_TOP;
  }

  private void fillValue() {
    random.nextBytes(value.array());
    for (int word = 0; word < 6; word++) {
      if (random.nextBoolean()) {
        long number = random.nextInt(-40, 70);
        value.putLong(word * 8, random.nextBoolean() ? number : 1L << (number & 63));
      }
    }
  }

  void run() {
    int index = 0;
    for (int step = 0; step < MOST_STEPS && index >= 0; step++) {
      check(index);
      index = step(index);
    }
  }

  private void check(int index) {
    boolean foreseen =
        seen.at(index).stream().anyMatch(state -> contains(state, live.before(index)));
    if (!foreseen) {
      StringBuilder text = new StringBuilder();
      seen.at(index).forEach(state -> text.append('\n').append(Arrays.toString(state)));
      throw new AssertionError(
          what
              + " at "
              + index
              + ": "
              + Arrays.toString(registers)
              + " in none of"
              + text
              + "\n"
              + code.instructions());
    }
  }

  /** States may differ in registers that are not read any more. */
  private boolean contains(Value[] state, int liveRegisters) {
    for (int i = 0; i <= 10; i++) {
      if ((liveRegisters & 1 << i) == 0) {
        continue;
      }
      boolean holds =
          switch (state[i]) {
            case Scalar scalar -> ScalarDomain.LINUX.contains(scalar.range(), registers[i]);
            case Pointer pointer -> points(pointer, registers[i]);
            default -> true;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean points(Pointer pointer, long address) {
    if (pointer.isNullable() && address == 0) {
      return true;
    }
    long base =
        switch (pointer.kind()) {
          case STACK -> STACK_TOP;
          case MAP_VALUE -> VALUE_BASE;
          default -> address - pointer.offset();
        };
    boolean followed =
        pointer.kind() == PointerKind.STACK || pointer.kind() == PointerKind.MAP_VALUE;
    return !followed
        || ScalarDomain.LINUX.contains(pointer.variable(), address - base - pointer.offset());
  }

  private long read(Operand operand) {
    return switch (operand) {
      case Register register -> registers[register.number()];
      case Operand.Immediate(int number) -> number;
    };
  }

  private void write(Register register, long number) {
    registers[register.number()] = number;
  }

  private int step(int index) {
    int next = index + 1;
    switch (code.get(index)) {
      case Instruction.Alu alu ->
          write(
              alu.dst(),
              ConcreteSemantics.apply(
                  alu.operation(), alu.width().bits(), read(alu.dst()), read(alu.src())));
      case Instruction.Move move ->
          write(move.dst(), ScalarDomain.zeroExtend(read(move.src()), move.width().bits()));
      case Instruction.MoveSignExtended move ->
          write(
              move.dst(),
              ScalarDomain.zeroExtend(
                  ScalarDomain.signExtend(read(move.src()), move.fromBits()), move.width().bits()));
      case Instruction.Negate negate ->
          write(negate.dst(), ScalarDomain.zeroExtend(-read(negate.dst()), negate.width().bits()));
      case Instruction.ByteSwap swap -> write(swap.dst(), swapped(swap));
      case Instruction.Load load -> load(load);
      case Instruction.StoreRegister store ->
          store(store.base(), store.offset(), store.size(), read(store.src()));
      case Instruction.StoreImmediate store ->
          store(store.base(), store.offset(), store.size(), store.immediate());
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadImmediate64 load -> write(load.dst(), 0x1234_5678_0000L);
      case Instruction.CallHelper _ -> lookUp();
      case Instruction.JumpIf jump -> {
        boolean taken =
            ConcreteSemantics.holds(
                jump.condition(), jump.width().bits(), read(jump.dst()), read(jump.src()));
        next = taken ? code.target(index, jump.offset()) : next;
      }
      case Instruction.Exit _ -> next = -1;
      default -> throw new AssertionError(code.get(index));
    }
    return next;
  }

  private void lookUp() {
    registers[0] = random.nextInt(8) == 0 ? 0 : VALUE_BASE;
    for (int i = 1; i <= 5; i++) {
      registers[i] = random.nextLong();
    }
  }

  private long swapped(Instruction.ByteSwap swap) {
    long number = read(swap.dst());
    boolean reverses = swap.order() != Instruction.ByteSwap.Order.TO_LITTLE_ENDIAN;
    long low = ScalarDomain.zeroExtend(number, swap.bits());
    return reverses ? Long.reverseBytes(low) >>> (64 - swap.bits()) : low;
  }

  private void load(Instruction.Load load) {
    long number = fetch(read(load.base()) + load.offset(), load.size());
    write(
        load.dst(),
        load.signExtended() ? ScalarDomain.signExtend(number, load.size().bits()) : number);
  }

  private void store(Register base, int offset, MemorySize size, long number) {
    put(read(base) + offset, size, number);
  }

  private void atomic(Instruction.Atomic atomic) {
    long address = read(atomic.base()) + atomic.offset();
    long old = fetch(address, atomic.size());
    long operand = ScalarDomain.zeroExtend(read(atomic.src()), atomic.size().bits());
    long expected = ScalarDomain.zeroExtend(registers[0], atomic.size().bits());
    put(
        address,
        atomic.size(),
        switch (atomic.operation()) {
          case ADD -> old + operand;
          case OR -> old | operand;
          case AND -> old & operand;
          case XOR -> old ^ operand;
          case XCHG -> operand;
          case CMPXCHG -> old == expected ? operand : old;
        });
    if (atomic.operation() == AtomicOperation.CMPXCHG) {
      registers[0] = old;
    } else if (atomic.fetch()) {
      write(atomic.src(), old);
    }
  }

  private ByteBuffer memory(long address, int size) {
    boolean inStack = address >= STACK_TOP - 512 && address + size <= STACK_TOP;
    boolean inValue =
        address >= VALUE_BASE && address + size <= VALUE_BASE + RandomPrograms.VALUE_SIZE;
    if (!inStack && !inValue) {
      throw new AssertionError(
          what + ": access at " + Long.toHexString(address) + " " + code.instructions());
    }
    return inStack ? stack : value;
  }

  private static int place(ByteBuffer memory, long address) {
    return (int) (memory.capacity() == 512 ? address - STACK_TOP + 512 : address - VALUE_BASE);
  }

  private long fetch(long address, MemorySize size) {
    ByteBuffer memory = memory(address, size.bytes());
    long number = 0;
    for (int i = size.bytes() - 1; i >= 0; i--) {
      number = (number << 8) | (memory.get(place(memory, address) + i) & 0xff);
    }
    return number;
  }

  private void put(long address, MemorySize size, long number) {
    ByteBuffer memory = memory(address, size.bytes());
    for (int i = 0; i < size.bytes(); i++) {
      memory.put(place(memory, address) + i, (byte) (number >>> (i * 8)));
    }
  }
}
