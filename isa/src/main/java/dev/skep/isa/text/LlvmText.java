package dev.skep.isa.text;

import static dev.skep.isa.text.Signs.hex;
import static dev.skep.isa.text.Signs.register;
import static dev.skep.isa.text.Signs.type;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;

/** The spelling of llvm-objdump 19 for {@code --mcpu=v4}. */
final class LlvmText {
  private LlvmText() {}

  static String text(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu(var width, var operation, var dst, var src) ->
          register(width, dst) + " " + Signs.of(operation) + " " + operand(width, src);
      case Instruction.Move(var width, var dst, var src) ->
          register(width, dst) + " = " + operand(width, src);
      case Instruction.MoveSignExtended(var width, int bits, var dst, var src) ->
          register(width, dst) + " = (s" + bits + ")" + register(width, src);
      case Instruction.CastAddressSpace(var dst, var src, int to, int from) ->
          dst + " = addr_space_cast(" + src + ", " + hex(to) + ", " + hex(from) + ")";
      case Instruction.Negate(var width, var dst) ->
          register(width, dst) + " = -" + register(width, dst);
      case Instruction.ByteSwap swap -> swap.dst() + " = " + Signs.of(swap) + " " + swap.dst();
      case Instruction.Load(var size, boolean signed, var dst, var base, short offset) ->
          value(size, signed, dst) + " = *" + memory(type(size, signed), base, offset);
      case Instruction.StoreRegister(var size, var base, short offset, var src) ->
          "*" + memory(size, base, offset) + " = " + value(size, false, src);
      case Instruction.StoreImmediate(var size, var base, short offset, int immediate) ->
          "*" + memory(size, base, offset) + " = " + hex(immediate);
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadAcquire(var size, var dst, var base, short offset) ->
          value(size, false, dst) + " = load_acquire(" + memory(size, base, offset) + ")";
      case Instruction.StoreRelease(var size, var base, short offset, var src) ->
          "store_release(" + memory(size, base, offset) + ", " + value(size, false, src) + ")";
      case Instruction.LoadPacketAbsolute(var size, int offset) ->
          "r0 = *(" + type(size, false) + " *)skb[" + hex(offset) + "]";
      case Instruction.LoadPacketIndirect(var size, var index, _) ->
          "r0 = *(" + type(size, false) + " *)skb[" + index + "]";
      case Instruction.LoadImmediate64 load -> immediate(load);
      case Instruction.JumpIf(var width, var condition, var dst, var src, short offset) ->
          "if %s %s %s goto %s"
              .formatted(
                  register(width, dst), Signs.of(condition), operand(width, src), target(offset));
      case Instruction.Jump(boolean wide, int offset) ->
          (wide ? "gotol " : "goto ") + target(offset);
      case Instruction.MayGoto(short offset) -> "may_goto " + target(offset);
      case Instruction.CallHelper(int id) -> "call " + hex(id);
      case Instruction.CallSubprogram(int offset) -> "call " + hex(offset);
      case Instruction.CallKfunc(int btfTypeId, _) -> "call " + hex(btfTypeId);
      case Instruction.CallRegister(var target) -> "callx " + target;
      case Instruction.Exit() -> "exit";
    };
  }

  private static String operand(Width width, Operand operand) {
    return switch (operand) {
      case Register register -> register(width, register);
      case Operand.Immediate(int value) -> hex(value);
    };
  }

  private static String target(int offset) {
    return (offset < 0 ? "" : "+") + hex(offset);
  }

  private static String memory(MemorySize size, Register base, short offset) {
    return memory(type(size, false), base, offset);
  }

  private static String memory(String type, Register base, short offset) {
    return "(" + type + " *)(" + address(base, offset) + ")";
  }

  private static String address(Register base, short offset) {
    return base + (offset < 0 ? " - " : " + ") + hex(Math.abs((int) offset));
  }

  /** The register that memory goes to or comes from: a sub-register for up to 4 unsigned bytes. */
  private static String value(MemorySize size, boolean signed, Register register) {
    boolean whole = size == MemorySize.DW || signed;
    return register(whole ? Width.W64 : Width.W32, register);
  }

  private static String atomic(Instruction.Atomic atomic) {
    String memory = memory(atomic.size(), atomic.base(), atomic.offset());
    String address = address(atomic.base(), atomic.offset());
    String src = value(atomic.size(), false, atomic.src());
    String bits = atomic.size() == MemorySize.DW ? "_64(" : "32_32(";
    if (!atomic.fetch()) {
      return "lock *" + memory + " " + Signs.of(atomic.operation()) + " " + src;
    }
    if (atomic.operation() == AtomicOperation.XCHG) {
      return src + " = xchg" + bits + address + ", " + src + ")";
    }
    if (atomic.operation() == AtomicOperation.CMPXCHG) {
      String old = value(atomic.size(), false, Register.R0);
      return old + " = cmpxchg" + bits + address + ", " + old + ", " + src + ")";
    }
    return src
        + " = atomic_fetch_"
        + Signs.word(atomic.operation())
        + "("
        + memory
        + ", "
        + src
        + ")";
  }

  private static String immediate(Instruction.LoadImmediate64 load) {
    if (load.kind() == PseudoImmediate.CONSTANT) {
      return load.dst() + " = " + hex(load.value()) + " ll";
    }
    return "ld_pseudo\t" + load.dst() + ", " + hex(load.kind().code()) + ", " + hex(load.low());
  }
}
