package dev.skep.isa;

import static dev.skep.isa.Encoding.ADDRESS_SPACE_CAST;
import static dev.skep.isa.Encoding.CALL_KFUNC;
import static dev.skep.isa.Encoding.CALL_SUBPROGRAM;
import static dev.skep.isa.Encoding.CLASS_ALU;
import static dev.skep.isa.Encoding.CLASS_ALU64;
import static dev.skep.isa.Encoding.CLASS_JMP;
import static dev.skep.isa.Encoding.CLASS_JMP32;
import static dev.skep.isa.Encoding.CLASS_LD;
import static dev.skep.isa.Encoding.CLASS_LDX;
import static dev.skep.isa.Encoding.CLASS_MASK;
import static dev.skep.isa.Encoding.CLASS_ST;
import static dev.skep.isa.Encoding.LD_IMM64;
import static dev.skep.isa.Encoding.LOAD_ACQUIRE;
import static dev.skep.isa.Encoding.MODE_ABS;
import static dev.skep.isa.Encoding.MODE_ATOMIC;
import static dev.skep.isa.Encoding.MODE_IND;
import static dev.skep.isa.Encoding.MODE_MASK;
import static dev.skep.isa.Encoding.MODE_MEM;
import static dev.skep.isa.Encoding.MODE_MEMSX;
import static dev.skep.isa.Encoding.OPERATION_CALL;
import static dev.skep.isa.Encoding.OPERATION_END;
import static dev.skep.isa.Encoding.OPERATION_EXIT;
import static dev.skep.isa.Encoding.OPERATION_JA;
import static dev.skep.isa.Encoding.OPERATION_JCOND;
import static dev.skep.isa.Encoding.OPERATION_MASK;
import static dev.skep.isa.Encoding.OPERATION_MOV;
import static dev.skep.isa.Encoding.OPERATION_NEG;
import static dev.skep.isa.Encoding.SIZE_MASK;
import static dev.skep.isa.Encoding.SOURCE_REGISTER;
import static dev.skep.isa.Encoding.STORE_RELEASE;

import org.jspecify.annotations.Nullable;

/** One slot's fields, and the instruction that they are. */
final class SlotDecoder {

  /** A field that should be zero, or a value nobody defines: caught by {@link Decoder}. */
  static final class Reserved extends Exception {
    private static final long serialVersionUID = 1;

    Reserved(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private static final @Nullable AluOperation[] ALU = aluOperations();
  private static final @Nullable Condition[] CONDITIONS = conditions();
  private static final @Nullable AtomicOperation[] ATOMICS = atomicOperations();
  private static final MemorySize[] SIZES = MemorySize.values();

  private final int opcode;
  private final int dst;
  private final int src;
  private final short offset;
  private final int immediate;

  SlotDecoder(long word) {
    opcode = (int) word & 0xff;
    dst = (int) (word >>> 8) & 0xf;
    src = (int) (word >>> 12) & 0xf;
    offset = (short) (word >>> 16);
    immediate = (int) (word >>> 32);
  }

  /** The instruction that starts at this slot; of a 64-bit immediate load the first half. */
  Instruction instruction() throws Reserved {
    return switch (opcode & CLASS_MASK) {
      case CLASS_LD -> loadImmediateOrPacket();
      case CLASS_LDX -> load();
      case CLASS_ST -> storeImmediate();
      case CLASS_ALU -> arithmetic(Width.W32);
      case CLASS_JMP -> jump(Width.W64);
      case CLASS_JMP32 -> jump(Width.W32);
      case CLASS_ALU64 -> arithmetic(Width.W64);
      default -> store();
    };
  }

  /** A 64-bit immediate load, of its first half and the word of its second slot. */
  static Instruction joined(Instruction.LoadImmediate64 first, long second) throws Reserved {
    int high = (int) (second >>> 32);
    if ((int) second != 0) {
      throw new Reserved(
          "in the second slot of a 64-bit immediate load only the immediate may be set");
    }
    if (high != 0 && !first.kind().usesHigh()) {
      throw new Reserved(
          "the second immediate=" + high + " of a load of " + first.kind() + " must be 0");
    }
    return new Instruction.LoadImmediate64(first.dst(), first.kind(), first.low(), high);
  }

  private Instruction loadImmediateOrPacket() throws Reserved {
    if (opcode == LD_IMM64) {
      offsetIsZero();
      PseudoImmediate kind = PseudoImmediate.of(src);
      if (kind == null) {
        throw new Reserved("a 64-bit immediate load of unknown kind src=" + src);
      }
      return new Instruction.LoadImmediate64(dst(), kind, immediate, 0);
    }
    MemorySize size = size();
    int mode = opcode & MODE_MASK;
    if (size == MemorySize.DW || (mode != MODE_ABS && mode != MODE_IND)) {
      throw unknownOpcode();
    }
    dstIsZero();
    offsetIsZero();
    if (mode == MODE_IND) {
      return new Instruction.LoadPacketIndirect(size, src(), immediate);
    }
    srcIsZero();
    return new Instruction.LoadPacketAbsolute(size, immediate);
  }

  private Instruction load() throws Reserved {
    MemorySize size = size();
    boolean signExtended = (opcode & MODE_MASK) == MODE_MEMSX;
    if (signExtended ? size == MemorySize.DW : (opcode & MODE_MASK) != MODE_MEM) {
      throw unknownOpcode();
    }
    immediateIsZero();
    return new Instruction.Load(size, signExtended, dst(), src(), offset);
  }

  private Instruction storeImmediate() throws Reserved {
    if ((opcode & MODE_MASK) != MODE_MEM) {
      throw unknownOpcode();
    }
    srcIsZero();
    return new Instruction.StoreImmediate(size(), dst(), offset, immediate);
  }

  private Instruction store() throws Reserved {
    int mode = opcode & MODE_MASK;
    if (mode == MODE_ATOMIC) {
      return atomic(size());
    }
    if (mode != MODE_MEM) {
      throw unknownOpcode();
    }
    immediateIsZero();
    return new Instruction.StoreRegister(size(), dst(), offset, src());
  }

  private Instruction atomic(MemorySize size) throws Reserved {
    if (immediate == LOAD_ACQUIRE) {
      return new Instruction.LoadAcquire(size, dst(), src(), offset);
    }
    if (immediate == STORE_RELEASE) {
      return new Instruction.StoreRelease(size, dst(), offset, src());
    }
    if (size != MemorySize.W && size != MemorySize.DW) {
      throw new Reserved("an atomic read-modify-write of bytes=" + size.bytes() + ", not 4 or 8");
    }
    AtomicOperation operation = (immediate & ~0xf1) == 0 ? ATOMICS[immediate >> 4] : null;
    boolean fetch = (immediate & AtomicOperation.FETCH) != 0;
    if (operation == null || (!fetch && operation.alwaysFetches())) {
      throw new Reserved("unknown atomic operation imm=0x" + Integer.toHexString(immediate));
    }
    return new Instruction.Atomic(size, operation, fetch, dst(), offset, src());
  }

  private Instruction arithmetic(Width width) throws Reserved {
    return switch (opcode & OPERATION_MASK) {
      case OPERATION_NEG -> negate(width);
      case OPERATION_MOV -> move(width);
      case OPERATION_END -> byteSwap(width);
      default -> binary(width);
    };
  }

  private Instruction negate(Width width) throws Reserved {
    if (fromRegister()) {
      throw unknownOpcode();
    }
    srcIsZero();
    offsetIsZero();
    immediateIsZero();
    return new Instruction.Negate(width, dst());
  }

  private Instruction move(Width width) throws Reserved {
    if (!fromRegister() || offset == 0) {
      offsetIsZero();
      return new Instruction.Move(width, dst(), operand());
    }
    if (offset == ADDRESS_SPACE_CAST && width == Width.W64) {
      return castAddressSpace(immediate >>> 16, immediate & 0xffff);
    }
    immediateIsZero();
    if (offset != 8 && offset != 16 && (offset != 32 || width == Width.W32)) {
      throw new Reserved("a " + width.bits() + "-bit move with reserved offset=" + offset);
    }
    return new Instruction.MoveSignExtended(width, offset, dst(), src());
  }

  private Instruction castAddressSpace(int to, int from) throws Reserved {
    if (!Instruction.CastAddressSpace.isPair(to, from)) {
      throw new Reserved(
          "a cast to address space=" + to + " from space=" + from + ", not between 0 and 1");
    }
    return new Instruction.CastAddressSpace(dst(), src(), to, from);
  }

  private Instruction byteSwap(Width width) throws Reserved {
    if (width == Width.W64 && fromRegister()) {
      throw unknownOpcode();
    }
    srcIsZero();
    offsetIsZero();
    if (immediate != 16 && immediate != 32 && immediate != 64) {
      throw new Reserved("a byte swap of imm=" + immediate + " bits, not 16, 32 or 64");
    }
    Instruction.ByteSwap.Order order =
        width == Width.W64
            ? Instruction.ByteSwap.Order.SWAP
            : fromRegister()
                ? Instruction.ByteSwap.Order.TO_BIG_ENDIAN
                : Instruction.ByteSwap.Order.TO_LITTLE_ENDIAN;
    return new Instruction.ByteSwap(order, immediate, dst());
  }

  private Instruction binary(Width width) throws Reserved {
    AluOperation operation = ALU[opcode >> 4];
    if (operation == null) {
      throw unknownOpcode();
    }
    if (offset == 1 && operation == AluOperation.DIV) {
      operation = AluOperation.SDIV;
    } else if (offset == 1 && operation == AluOperation.MOD) {
      operation = AluOperation.SMOD;
    } else {
      offsetIsZero();
    }
    return new Instruction.Alu(width, operation, dst(), operand());
  }

  private Instruction jump(Width width) throws Reserved {
    int operation = opcode & OPERATION_MASK;
    if (operation == OPERATION_JA && !fromRegister()) {
      return goTo(width);
    }
    if (width == Width.W64) {
      if (operation == OPERATION_CALL) {
        return call();
      }
      if (operation == OPERATION_EXIT && !fromRegister()) {
        return exit();
      }
      if (operation == OPERATION_JCOND && !fromRegister()) {
        return mayGoto();
      }
    }
    Condition condition = CONDITIONS[operation >> 4];
    if (condition == null) {
      throw unknownOpcode();
    }
    return new Instruction.JumpIf(width, condition, dst(), operand(), offset);
  }

  private Instruction goTo(Width width) throws Reserved {
    dstIsZero();
    srcIsZero();
    if (width == Width.W32) {
      offsetIsZero();
      return new Instruction.Jump(true, immediate);
    }
    immediateIsZero();
    return new Instruction.Jump(false, offset);
  }

  private Instruction mayGoto() throws Reserved {
    dstIsZero();
    srcIsZero();
    immediateIsZero();
    return new Instruction.MayGoto(offset);
  }

  private Instruction exit() throws Reserved {
    dstIsZero();
    srcIsZero();
    offsetIsZero();
    immediateIsZero();
    return new Instruction.Exit();
  }

  private Instruction call() throws Reserved {
    if (fromRegister()) {
      srcIsZero();
      offsetIsZero();
      immediateIsZero();
      return new Instruction.CallRegister(dst());
    }
    dstIsZero();
    if (src == CALL_KFUNC) {
      return new Instruction.CallKfunc(immediate, offset);
    }
    offsetIsZero();
    return switch (src) {
      case 0 -> new Instruction.CallHelper(immediate);
      case CALL_SUBPROGRAM -> new Instruction.CallSubprogram(immediate);
      default -> throw new Reserved("a call of unknown kind src=" + src);
    };
  }

  private boolean fromRegister() {
    return (opcode & SOURCE_REGISTER) != 0;
  }

  private Operand operand() throws Reserved {
    if (fromRegister()) {
      immediateIsZero();
      return src();
    }
    srcIsZero();
    return new Operand.Immediate(immediate);
  }

  private MemorySize size() {
    return SIZES[(opcode & SIZE_MASK) >> 3];
  }

  private Register dst() throws Reserved {
    return register("dst", dst);
  }

  private Register src() throws Reserved {
    return register("src", src);
  }

  private static Register register(String field, int number) throws Reserved {
    if (number > Register.R10.number()) {
      throw new Reserved("no register " + field + "=" + number + ", they end at 10");
    }
    return Register.of(number);
  }

  private void dstIsZero() throws Reserved {
    isZero("dst", dst);
  }

  private void srcIsZero() throws Reserved {
    isZero("src", src);
  }

  private void offsetIsZero() throws Reserved {
    isZero("offset", offset);
  }

  private void immediateIsZero() throws Reserved {
    isZero("imm", immediate);
  }

  private void isZero(String field, int value) throws Reserved {
    if (value != 0) {
      throw new Reserved(
          "the reserved field " + field + "=" + value + " of opcode " + hexOpcode() + " must be 0");
    }
  }

  private Reserved unknownOpcode() {
    return new Reserved("unknown opcode " + hexOpcode());
  }

  private String hexOpcode() {
    return "0x" + Integer.toHexString(opcode);
  }

  private static @Nullable AluOperation[] aluOperations() {
    @Nullable AluOperation[] byCode = new @Nullable AluOperation[16];
    for (AluOperation operation : AluOperation.values()) {
      if (!operation.signed()) {
        byCode[operation.code() >> 4] = operation;
      }
    }
    return byCode;
  }

  private static @Nullable Condition[] conditions() {
    @Nullable Condition[] byCode = new @Nullable Condition[16];
    for (Condition condition : Condition.values()) {
      byCode[condition.code() >> 4] = condition;
    }
    return byCode;
  }

  private static @Nullable AtomicOperation[] atomicOperations() {
    @Nullable AtomicOperation[] byCode = new @Nullable AtomicOperation[16];
    for (AtomicOperation operation : AtomicOperation.values()) {
      byCode[operation.code() >> 4] = operation;
    }
    return byCode;
  }
}
