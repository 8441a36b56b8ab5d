package dev.skep.vm.packet;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;
import static dev.skep.isa.Register.R5;
import static dev.skep.isa.Register.R6;
import static dev.skep.isa.Register.R7;

import dev.skep.abi.ProgramType;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.LoadPacketAbsolute;
import dev.skep.isa.Instruction.LoadPacketIndirect;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.StoreImmediate;
import dev.skep.isa.Instruction.StoreRegister;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.spec.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs that call helpers one after the other, each with chosen arguments, and return a mix of
 * all that the helpers returned and the context's fields then held.
 */
final class HelperChains {
  private static final int BUFFER_BYTES = 64;
  private static final int BUFFER = -BUFFER_BYTES;
  private static final int LENGTH_WORD = BUFFER - 8;

  private final SplittableRandom random;
  private final ProgramType type;
  private final List<Instruction> code = new ArrayList<>();

  private HelperChains(SplittableRandom random, ProgramType type) {
    this.random = random;
    this.type = type;
  }

  /** A chain for a program type. */
  static ProgramSpec of(SplittableRandom random, ProgramType type) {
    return new HelperChains(random, type).build();
  }

  private ProgramSpec build() {
    move(R6, R1);
    code.add(new Move(Width.W64, R7, Operand.of(0)));
    for (int at = LENGTH_WORD; at < 0; at += 8) {
      code.add(new StoreImmediate(MemorySize.DW, R10, (short) at, random.nextInt()));
    }
    int calls = 1 + random.nextInt(4);
    for (int i = 0; i < calls; i++) {
      call();
      mixIn(R0);
      field();
    }
    buffer();
    code.add(new Move(Width.W64, R0, R7));
    if (type == ProgramType.CGROUP_SKB) {
      // The verifier holds these to a range of return values.
      code.add(new Alu(Width.W64, AluOperation.AND, R0, Operand.of(1)));
    }
    code.add(new Exit());
    return ProgramSpec.builder("chain", type).code(Code.of(code)).build();
  }

  private void call() {
    switch (type) {
      case XDP -> xdp();
      case SCHED_CLS -> tc();
      case LWT_XMIT -> lightweight();
      default -> reading();
    }
  }

  private void xdp() {
    switch (random.nextInt(8)) {
      case 0 -> number(44, random.nextInt(-80, 80));
      case 1 -> number(44, random.nextInt(-300, 300));
      case 2 -> number(65, random.nextInt(-100, 100));
      case 3 -> number(65, random.nextInt(3000) - 50);
      case 4 -> number(54, 4 * random.nextInt(-20, 12));
      case 5 -> number(54, random.nextInt(-300, 100));
      case 6 -> bytes(random.nextBoolean() ? 189 : 190, near());
      default -> mtu();
    }
  }

  private void tc() {
    switch (random.nextInt(16)) {
      case 0 -> store();
      case 1 -> checksum(10, offsetOf(24), random.nextInt(6));
      case 2 -> checksum(11, offsetOf(50), random.nextInt(6) | 16 * random.nextInt(8));
      case 3 -> difference();
      case 4 -> call(18, swapped(vlan()), random.nextInt(), 0, 0);
      case 5 -> call(19, 0, 0, 0, 0);
      case 6 -> call(31, swapped(random.nextBoolean() ? 0x0800 : 0x86dd), rarely(1), 0, 0);
      case 7 -> call(32, random.nextInt(6), 0, 0, 0);
      case 8 -> call(38, random.nextInt(8) == 0 ? random.nextInt(20000) : near(), rarely(1), 0, 0);
      case 9 -> call(43, random.nextInt(8) == 0 ? random.nextInt(20000) : near(), rarely(1), 0, 0);
      case 10 -> room();
      case 11 -> call(135, random.nextInt(5), 0, 0, 0);
      case 12 -> call(48, random.nextInt(), 0, 0, 0);
      case 13 -> call(192, random.nextInt(3), random.nextInt(4), 0, 0);
      case 14 -> mtu();
      default -> reading();
    }
  }

  private void lightweight() {
    switch (random.nextInt(5)) {
      case 0 -> store();
      case 1 -> call(38, near(), 0, 0, 0);
      case 2 -> call(43, near(), 0, 0, 0);
      case 3 -> call(39, near(), 0, 0, 0);
      default -> reading();
    }
  }

  private void reading() {
    switch (random.nextInt(5)) {
      case 0 -> bytes(26, near());
      case 1 -> relative();
      case 2 -> legacyLoad();
      case 3 -> call(26 + 8, 0, 0, 0, 0);
      default -> {
        if (type == ProgramType.SCHED_CLS || type == ProgramType.CGROUP_SKB) {
          call(97, 0, 0, 0, 0);
        } else {
          bytes(26, random.nextInt());
        }
      }
    }
    if (code.getLast() instanceof CallHelper(int id) && id == 34) {
      // The hash is secret: all that both engines share is that there is one.
      code.add(new Move(Width.W64, R0, Operand.of(0)));
    }
  }

  private int near() {
    return random.nextInt(16) == 0 ? random.nextInt() : random.nextInt(120);
  }

  private int offsetOf(int usual) {
    return random.nextInt(4) == 0 ? near() : usual;
  }

  private int rarely(int value) {
    return random.nextInt(8) == 0 ? value : 0;
  }

  private int vlan() {
    return random.nextInt(4) == 0 ? random.nextInt(65536) : random.nextBoolean() ? 0x8100 : 0x88a8;
  }

  private static int swapped(int value) {
    return Short.reverseBytes((short) value) & 0xffff;
  }

  private void number(int helper, int value) {
    call(helper, value, 0, 0, 0);
  }

  private void bytes(int helper, int offset) {
    move(R1, R6);
    set(R2, offset);
    pointer(R3, BUFFER);
    set(R4, 1 + random.nextInt(BUFFER_BYTES));
    code.add(new CallHelper(helper));
  }

  private void relative() {
    move(R1, R6);
    set(R2, near());
    pointer(R3, BUFFER);
    set(R4, 1 + random.nextInt(BUFFER_BYTES));
    set(R5, random.nextInt(3));
    code.add(new CallHelper(68));
  }

  private void store() {
    move(R1, R6);
    set(R2, near());
    pointer(R3, BUFFER);
    set(R4, 1 + random.nextInt(BUFFER_BYTES));
    set(R5, random.nextInt(5));
    code.add(new CallHelper(9));
  }

  private void checksum(int helper, int offset, int flags) {
    boolean whole = (flags & 15) == 0 && random.nextInt(4) != 0;
    call(helper, offset, whole ? 0 : random.nextInt(), random.nextInt(), flags);
  }

  private void difference() {
    int from = 4 * random.nextInt(5) + rarely(1);
    int to = 4 * random.nextInt(5);
    pointer(R1, BUFFER);
    set(R2, from);
    pointer(R3, BUFFER + 24);
    set(R4, to);
    set(R5, random.nextInt(3) == 0 ? 0 : random.nextInt());
    code.add(new CallHelper(28));
  }

  private void room() {
    int flags = rarely(random.nextInt(512));
    if (random.nextInt(3) == 0) {
      flags = 1 << (1 + random.nextInt(2)) | rarely(1 << (3 + random.nextInt(4)));
    }
    int by = random.nextInt(8) == 0 ? random.nextInt(-5000, 5000) : 4 * random.nextInt(-15, 16);
    call(50, by, random.nextInt(8) == 0 ? 2 : random.nextInt(2), flags, 0);
  }

  private void mtu() {
    code.add(
        new StoreImmediate(MemorySize.DW, R10, (short) LENGTH_WORD, rarely(random.nextInt(70000))));
    move(R1, R6);
    set(R2, random.nextInt(2));
    pointer(R3, LENGTH_WORD);
    set(R4, random.nextInt(4) == 0 ? random.nextInt(70000) : 0);
    set(R5, type == ProgramType.XDP ? rarely(1) : rarely(random.nextInt(3)));
    code.add(new CallHelper(163));
    mixIn(R0);
    code.add(new Load(MemorySize.W, false, R0, R10, (short) LENGTH_WORD));
  }

  private void legacyLoad() {
    if (type != ProgramType.SOCKET_FILTER && type != ProgramType.SCHED_CLS) {
      bytes(26, near());
      return;
    }
    // A load that fails ends the program, so that most of them are to succeed.
    MemorySize size = List.of(MemorySize.B, MemorySize.H, MemorySize.W).get(random.nextInt(3));
    int offset =
        switch (random.nextInt(5)) {
          case 0 -> -0x100000 + random.nextInt(40);
          case 1 -> -0x200000 + random.nextInt(40);
          case 2 -> random.nextInt(14);
          case 3 -> random.nextInt(10) == 0 ? random.nextInt() : 3;
          default -> -0x100000 - random.nextInt(20);
        };
    if (random.nextBoolean()) {
      code.add(new LoadPacketAbsolute(size, offset));
    } else {
      set(R3, random.nextInt(4));
      code.add(new LoadPacketIndirect(size, R3, offset));
    }
  }

  private void call(int helper, int second, int third, int fourth, int fifth) {
    move(R1, R6);
    set(R2, second);
    set(R3, third);
    set(R4, fourth);
    set(R5, fifth);
    code.add(new CallHelper(helper));
  }

  /** Mixes a field of the context, which the helper may have changed, into the result. */
  private void field() {
    if (type == ProgramType.XDP) {
      code.add(new Load(MemorySize.W, false, R0, R6, (short) (12 + 4 * random.nextInt(2))));
      mixIn(R0);
      return;
    }
    // Fields that all types on __sk_buff may load.
    int[] fields = {0, 4, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 64, 164, 176};
    int field = fields[random.nextInt(fields.length)];
    int narrow = random.nextInt(3);
    MemorySize size = List.of(MemorySize.B, MemorySize.H, MemorySize.W).get(narrow);
    int at = field + (narrow == 2 ? 0 : random.nextInt(4 / size.bytes()) * size.bytes());
    code.add(new Load(size, false, R0, R6, (short) at));
    mixIn(R0);
    if (type == ProgramType.SCHED_CLS && random.nextInt(3) == 0) {
      int[] stored = {8, 12, 32, 44, 48, 72};
      set(R1, random.nextInt());
      code.add(
          new StoreRegister(MemorySize.W, R6, (short) stored[random.nextInt(stored.length)], R1));
    }
  }

  /** Mixes the buffer that helpers wrote into the result. */
  private void buffer() {
    for (int at = BUFFER; at < 0; at += 8) {
      code.add(new Load(MemorySize.DW, false, R0, R10, (short) at));
      mixIn(R0);
    }
  }

  private void mixIn(Register value) {
    code.add(new Alu(Width.W64, AluOperation.MUL, R7, Operand.of(31)));
    code.add(new Alu(Width.W64, AluOperation.ADD, R7, value));
  }

  private void move(Register to, Register from) {
    code.add(new Move(Width.W64, to, from));
  }

  private void set(Register register, int value) {
    code.add(new LoadImmediate64(register, PseudoImmediate.CONSTANT, value, 0));
  }

  private void pointer(Register register, int offset) {
    code.add(new Move(Width.W64, register, R10));
    code.add(new Alu(Width.W64, AluOperation.ADD, register, Operand.of(offset)));
  }
}
