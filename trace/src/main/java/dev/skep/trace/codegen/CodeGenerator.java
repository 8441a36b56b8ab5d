package dev.skep.trace.codegen;

import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.trace.middle.Address;
import dev.skep.trace.middle.Operation;
import dev.skep.trace.middle.Question;
import dev.skep.trace.middle.Routine;
import dev.skep.trace.middle.Step;
import dev.skep.trace.middle.Value;
import dev.skep.trace.middle.Value.Constant;
import dev.skep.trace.middle.Value.Temp;

/** Writes a routine's steps as BPF. */
public final class CodeGenerator {
  /** What Linux gives a program's stack: {@code MAX_BPF_STACK}. */
  public static final int STACK_BYTES = 512;

  /** Conditional jumps reach no further. */
  public static final int MOST_SLOTS = Short.MAX_VALUE;

  private final Routine routine;
  private final RegisterAllocation allocation;
  private final Emitter out;
  private final int result;

  private CodeGenerator(Routine routine, int result) {
    this.routine = routine;
    this.allocation = new RegisterAllocation(routine);
    this.out = new Emitter(routine.labels());
    this.result = result;
  }

  /**
   * Writes a routine.
   *
   * @param result what the program returns
   */
  public static GeneratedCode generate(Routine routine, int result) {
    return new CodeGenerator(routine, result).generate();
  }

  private GeneratedCode generate() {
    if (allocation.needsContext()) {
      out.move(Register.R6, Register.R1);
    }
    for (Step step : routine.steps()) {
      step(step);
    }
    int stack = routine.frameBytes() + 8 * allocation.spills();
    if (stack > STACK_BYTES || out.slots() > MOST_SLOTS) {
      return new GeneratedCode(dev.skep.isa.Code.of(), out.references(), stack, out.slots());
    }
    return new GeneratedCode(out.finish(), out.references(), stack, out.slots());
  }

  private void step(Step step) {
    switch (step) {
      case Step.Set(Temp target, Value value) -> set(target, value);
      case Step.Operate operate -> operate(operate);
      case Step.Extend extend -> extend(extend);
      case Step.Load load -> load(load);
      case Step.Store store -> store(store);
      case Step.Atomic atomic -> atomic(atomic);
      case Step.ContextAddress(Temp target) -> write(target, Register.R6);
      case Step.Ask(Temp target, Question question) -> {
        out.call(number(question));
        write(target, Register.R0);
      }
      case Step.ReadComm(Address to, int bytes) -> {
        pointer(Register.R1, to);
        out.constant(Register.R2, bytes);
        out.call(HelperNumbers.COMM);
      }
      case Step.ReadText text -> readText(text);
      case Step.Lookup(Temp target, String map, int key) -> {
        mapAndKey(map, key);
        out.call(HelperNumbers.MAP_LOOKUP);
        write(target, Register.R0);
      }
      case Step.Update update -> update(update);
      case Step.Delete(String map, int key) -> {
        mapAndKey(map, key);
        out.call(HelperNumbers.MAP_DELETE);
      }
      case Step.Reserve(Temp target, String ring, int bytes) -> {
        out.map(Register.R1, ring);
        out.constant(Register.R2, bytes);
        out.constant(Register.R3, 0);
        out.call(HelperNumbers.RING_RESERVE);
        write(target, Register.R0);
      }
      case Step.Submit(Temp room) -> {
        out.move(Register.R1, read(room, Register.R1));
        out.constant(Register.R2, 0);
        out.call(HelperNumbers.RING_SUBMIT);
      }
      case Step.Label(int number) -> out.label(number);
      case Step.Jump(int label) -> out.jump(label);
      case Step.Branch(Condition condition, Value left, Value right, int label) ->
          out.jumpIf(condition, read(left, Register.R1), operand(right, Register.R2), label);
      case Step.Return() -> {
        out.constant(Register.R0, result);
        out.add(new Instruction.Exit());
      }
    }
  }

  private static int number(Question question) {
    return switch (question) {
      case TIME -> HelperNumbers.KTIME;
      case PID_TGID -> HelperNumbers.PID_TGID;
      case UID_GID -> HelperNumbers.UID_GID;
      case CPU -> HelperNumbers.CPU;
    };
  }

  private void set(Temp target, Value value) {
    Register register = allocation.register(target.id());
    if (value instanceof Constant(long number)) {
      out.constant(register == null ? Register.R1 : register, number);
      if (register == null) {
        write(target, Register.R1);
      }
    } else {
      write(target, read(value, Register.R1));
    }
  }

  private void operate(Step.Operate step) {
    Register own = allocation.register(step.target().id());
    Operand right = operand(step.right(), Register.R2);
    Register work = own == null || right == own ? Register.R0 : own;
    boolean negates = step.operation() == Operation.SUBTRACT && step.left().equals(Value.ZERO);
    if (negates) {
      out.move(work, right);
      out.add(new Instruction.Negate(Width.W64, work));
    } else {
      if (step.left() instanceof Constant(long value)) {
        out.constant(work, value);
      } else {
        out.move(work, read(step.left(), work));
      }
      out.alu(operation(step.operation()), work, right);
    }
    write(step.target(), work);
  }

  private static AluOperation operation(Operation operation) {
    return switch (operation) {
      case ADD -> AluOperation.ADD;
      case SUBTRACT -> AluOperation.SUB;
      case MULTIPLY -> AluOperation.MUL;
      case UNSIGNED_DIVIDE -> AluOperation.DIV;
      case UNSIGNED_REMAINDER -> AluOperation.MOD;
      case OR -> AluOperation.OR;
      case AND -> AluOperation.AND;
      case XOR -> AluOperation.XOR;
      case SHIFT_LEFT -> AluOperation.LSH;
      case UNSIGNED_SHIFT_RIGHT -> AluOperation.RSH;
      case SIGNED_SHIFT_RIGHT -> AluOperation.ARSH;
    };
  }

  private void extend(Step.Extend step) {
    Register own = allocation.register(step.target().id());
    Register work = own == null ? Register.R0 : own;
    Register from = read(step.value(), work);
    if (step.bits() == 32 && !step.signed()) {
      out.add(new Instruction.Move(Width.W32, work, from));
    } else {
      out.move(work, from);
      cut(work, step.bits(), step.signed());
    }
    write(step.target(), work);
  }

  /** Sign-extending moves and loads exist since Linux 6.6 only; two shifts always. */
  private void cut(Register register, int bits, boolean signed) {
    if (bits < 64 && (signed || bits > 16)) {
      out.alu(AluOperation.LSH, register, Operand.of(64 - bits));
      out.alu(signed ? AluOperation.ARSH : AluOperation.RSH, register, Operand.of(64 - bits));
    } else if (bits < 64) {
      out.alu(AluOperation.AND, register, Operand.of((1 << bits) - 1));
    }
  }

  private void load(Step.Load step) {
    Register own = allocation.register(step.target().id());
    Register work = own == null ? Register.R0 : own;
    out.load(step.size(), work, base(step.from(), Register.R1), offset(step.from()));
    if (step.signed()) {
      cut(work, step.size().bits(), true);
    }
    write(step.target(), work);
  }

  private void store(Step.Store step) {
    Register base = base(step.to(), Register.R1);
    if (step.value() instanceof Constant(long value) && value == (int) value) {
      out.add(
          new Instruction.StoreImmediate(
              step.size(), base, (short) offset(step.to()), (int) value));
    } else {
      out.store(step.size(), base, offset(step.to()), read(step.value(), Register.R2));
    }
  }

  private void atomic(Step.Atomic step) {
    Register base = base(step.at(), Register.R1);
    Register value = read(step.value(), Register.R2);
    if (step.fetch()) {
      out.move(Register.R2, value);
      value = Register.R2;
    }
    AtomicOperation operation =
        switch (step.operation()) {
          case ADD -> AtomicOperation.ADD;
          case OR -> AtomicOperation.OR;
          case AND -> AtomicOperation.AND;
          case XOR -> AtomicOperation.XOR;
          case SUBTRACT,
              MULTIPLY,
              UNSIGNED_DIVIDE,
              UNSIGNED_REMAINDER,
              SHIFT_LEFT,
              UNSIGNED_SHIFT_RIGHT,
              SIGNED_SHIFT_RIGHT ->
              throw new IllegalArgumentException("not atomic: " + step.operation());
        };
    out.add(
        new Instruction.Atomic(
            MemorySize.DW, operation, step.fetch(), base, (short) offset(step.at()), value));
    if (step.fetch()) {
      write(step.old(), Register.R2);
    }
  }

  private void readText(Step.ReadText step) {
    out.move(Register.R3, operand(step.from(), Register.R3));
    pointer(Register.R1, step.to());
    out.constant(Register.R2, step.bytes());
    out.call(step.user() ? HelperNumbers.READ_USER_TEXT : HelperNumbers.READ_KERNEL_TEXT);
  }

  private void update(Step.Update step) {
    mapAndKey(step.map(), step.keyOffset());
    pointer(Register.R3, Address.frame(step.valueOffset()));
    out.constant(Register.R4, step.flags());
    out.call(HelperNumbers.MAP_UPDATE);
    write(step.result(), Register.R0);
  }

  private void mapAndKey(String map, int key) {
    out.map(Register.R1, map);
    pointer(Register.R2, Address.frame(key));
  }

  private void pointer(Register to, Address address) {
    out.move(to, base(address, to));
    if (offset(address) != 0) {
      out.alu(AluOperation.ADD, to, Operand.of(offset(address)));
    }
  }

  private Register base(Address address, Register scratch) {
    return switch (address.base()) {
      case Address.Base.Frame() -> Register.R10;
      case Address.Base.Context() -> Register.R6;
      case Address.Base.Pointer(Temp temp) -> read(temp, scratch);
    };
  }

  private int offset(Address address) {
    return address.base() instanceof Address.Base.Frame
        ? address.offset() - routine.frameBytes()
        : address.offset();
  }

  /** The register that holds a value, which is brought to a scratch register if it is elsewhere. */
  private Register read(Value value, Register scratch) {
    if (value instanceof Constant(long number)) {
      out.constant(scratch, number);
      return scratch;
    }
    int temp = ((Temp) value).id();
    Register register = allocation.register(temp);
    if (register != null) {
      return register;
    }
    out.load(MemorySize.DW, scratch, Register.R10, spillOffset(temp));
    return scratch;
  }

  private Operand operand(Value value, Register scratch) {
    return value instanceof Constant(long number) && number == (int) number
        ? Operand.of((int) number)
        : read(value, scratch);
  }

  private void write(Temp target, Register from) {
    if (!allocation.isRead(target.id())) {
      return;
    }
    Register register = allocation.register(target.id());
    if (register == null) {
      out.store(MemorySize.DW, Register.R10, spillOffset(target.id()), from);
    } else {
      out.move(register, from);
    }
  }

  private int spillOffset(int temp) {
    return -routine.frameBytes() - 8 * (allocation.spillSlot(temp) + 1);
  }
}
