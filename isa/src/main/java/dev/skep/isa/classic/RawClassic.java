package dev.skep.isa.classic;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code struct sock_filter} (linux/filter.h), in the machine's byte order:
 *
 * <pre>
 * byte 0       2      3      4                8
 *      | code  |  jt  |  jf  |       k        |
 * </pre>
 */
record RawClassic(int code, int whenTrue, int whenFalse, int k) {
  private static final int LD = 0x00;
  private static final int LDX = 0x01;
  private static final int ST = 0x02;
  private static final int STX = 0x03;
  private static final int ALU = 0x04;
  private static final int JMP = 0x05;
  private static final int RET_K = 0x06;
  private static final int RET_A = 0x16;
  private static final int TAX = 0x07;
  private static final int TXA = 0x87;
  private static final int NEG = 0x84;
  private static final int X = 0x08;
  private static final int ABS = 0x20;
  private static final int IND = 0x40;
  private static final int MEM = 0x60;
  private static final int LEN = 0x80;
  private static final int MSH_BYTE = 0xb0;

  static RawClassic of(ClassicInstruction instruction) {
    return switch (instruction) {
      case ClassicInstruction.LoadAbsolute(var size, int offset) ->
          statement(LD | ABS | size.code(), offset);
      case ClassicInstruction.LoadIndirect(var size, int offset) ->
          statement(LD | IND | size.code(), offset);
      case ClassicInstruction.LoadAncillary(var size, var ancillary) ->
          statement(LD | ABS | size.code(), ancillary.offset());
      case ClassicInstruction.LoadHeaderLength(int offset) -> statement(LDX | MSH_BYTE, offset);
      case ClassicInstruction.LoadLength(var dst) -> statement(load(dst) | LEN, 0);
      case ClassicInstruction.LoadImmediate(var dst, int value) -> statement(load(dst), value);
      case ClassicInstruction.LoadScratch(var dst, int cell) -> statement(load(dst) | MEM, cell);
      case ClassicInstruction.StoreScratch(var src, int cell) ->
          statement(src == ClassicRegister.INDEX ? STX : ST, cell);
      case ClassicInstruction.Arithmetic(var operation, var src) ->
          statement(ALU | operation.code() | source(src), constant(src));
      case ClassicInstruction.Negate() -> statement(NEG, 0);
      case ClassicInstruction.Jump(int offset) -> statement(JMP, offset);
      case ClassicInstruction.JumpIf(var condition, var src, int whenTrue, int whenFalse) ->
          new RawClassic(JMP | condition.code() | source(src), whenTrue, whenFalse, constant(src));
      case ClassicInstruction.ReturnConstant(int value) -> statement(RET_K, value);
      case ClassicInstruction.ReturnAccumulator() -> statement(RET_A, 0);
      case ClassicInstruction.CopyToIndex(int leftover) -> statement(TAX, leftover);
      case ClassicInstruction.CopyToAccumulator() -> statement(TXA, 0);
    };
  }

  private static RawClassic statement(int code, int k) {
    return new RawClassic(code, 0, 0, k);
  }

  private static int load(ClassicRegister dst) {
    return dst == ClassicRegister.INDEX ? LDX : LD;
  }

  private static int source(ClassicOperand operand) {
    return operand instanceof ClassicOperand.Index ? X : 0;
  }

  private static int constant(ClassicOperand operand) {
    return operand instanceof ClassicOperand.Constant(int value) ? value : 0;
  }

  /** The instruction, {@code null} if Linux knows none of this code. */
  @Nullable ClassicInstruction instruction() {
    return switch (code) {
      case RET_K -> new ClassicInstruction.ReturnConstant(k);
      case RET_A -> new ClassicInstruction.ReturnAccumulator();
      case TAX -> new ClassicInstruction.CopyToIndex(k);
      case TXA -> new ClassicInstruction.CopyToAccumulator();
      case NEG -> new ClassicInstruction.Negate();
      case ST -> new ClassicInstruction.StoreScratch(ClassicRegister.ACCUMULATOR, k);
      case STX -> new ClassicInstruction.StoreScratch(ClassicRegister.INDEX, k);
      case LDX | MSH_BYTE -> new ClassicInstruction.LoadHeaderLength(k);
      case LD, LDX -> new ClassicInstruction.LoadImmediate(loaded(), k);
      case LD | MEM, LDX | MEM -> new ClassicInstruction.LoadScratch(loaded(), k);
      case LD | LEN, LDX | LEN -> new ClassicInstruction.LoadLength(loaded());
      default -> regular();
    };
  }

  /** What a class, an operation and a source or size make up. */
  private @Nullable ClassicInstruction regular() {
    int operation = code & 0xf0;
    return switch (code & ~0xf8) {
      case LD -> packetLoad();
      case ALU -> arithmetic(operation);
      case JMP -> code == JMP ? new ClassicInstruction.Jump(k) : jumpIf(operation);
      default -> null;
    };
  }

  private ClassicRegister loaded() {
    return (code & LDX) != 0 ? ClassicRegister.INDEX : ClassicRegister.ACCUMULATOR;
  }

  private ClassicOperand operand() {
    return (code & X) != 0 ? ClassicOperand.index() : ClassicOperand.of(k);
  }

  private @Nullable ClassicInstruction packetLoad() {
    for (MemorySize size : MemorySize.values()) {
      if (size == MemorySize.DW) {
        continue;
      }
      if (code == (LD | IND | size.code())) {
        return new ClassicInstruction.LoadIndirect(size, k);
      }
      if (code == (LD | ABS | size.code())) {
        Ancillary ancillary = Ancillary.at(k);
        return ancillary == null
            ? new ClassicInstruction.LoadAbsolute(size, k)
            : new ClassicInstruction.LoadAncillary(size, ancillary);
      }
    }
    return null;
  }

  private @Nullable ClassicInstruction arithmetic(int operation) {
    for (AluOperation known : AluOperation.values()) {
      if (known.code() == operation && !known.signed() && known != AluOperation.ARSH) {
        return new ClassicInstruction.Arithmetic(known, operand());
      }
    }
    return null;
  }

  private @Nullable ClassicInstruction jumpIf(int operation) {
    for (Condition condition : Condition.values()) {
      if (condition.code() == operation && operation <= Condition.BITS_SET.code()) {
        return new ClassicInstruction.JumpIf(condition, operand(), whenTrue, whenFalse);
      }
    }
    return null;
  }
}
