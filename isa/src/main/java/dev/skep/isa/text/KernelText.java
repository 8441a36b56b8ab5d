package dev.skep.isa.text;

import static dev.skep.isa.text.Signs.decimal;
import static dev.skep.isa.text.Signs.register;
import static dev.skep.isa.text.Signs.signed;
import static dev.skep.isa.text.Signs.type;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import java.util.Objects;

/** The spelling of Linux's kernel/bpf/disasm.c. */
final class KernelText {
  private final SymbolNames names;

  /** Whether what the kernel prints alike must stay distinct. */
  private final boolean unambiguous;

  KernelText(SymbolNames names, boolean unambiguous) {
    this.names = names;
    this.unambiguous = unambiguous;
  }

  String text(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu(var width, var operation, var dst, var src) ->
          register(width, dst) + " " + Signs.of(operation) + " " + decimal(width, src);
      case Instruction.Move(var width, var dst, var src) ->
          register(width, dst) + " = " + decimal(width, src);
      case Instruction.MoveSignExtended(var width, int bits, var dst, var src) ->
          register(width, dst) + " = (s" + bits + ")" + register(width, src);
      case Instruction.CastAddressSpace(var dst, var src, int to, int from) ->
          dst + " = addr_space_cast(" + src + ", " + to + ", " + from + ")";
      case Instruction.Negate(var width, var dst) ->
          register(width, dst) + " = -" + register(width, dst);
      case Instruction.ByteSwap swap -> swap.dst() + " = " + Signs.of(swap) + " " + swap.dst();
      case Instruction.Load(var size, boolean signed, var dst, var base, short offset) ->
          dst + " = *" + memory(type(size, signed), base, offset);
      case Instruction.StoreRegister(var size, var base, short offset, var src) ->
          "*" + memory(size, base, offset) + " = " + src;
      case Instruction.StoreImmediate(var size, var base, short offset, int immediate) ->
          "*" + memory(size, base, offset) + " = " + immediate;
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadAcquire(var size, var dst, var base, short offset) ->
          dst + " = load_acquire(" + memory(size, base, offset) + ")";
      case Instruction.StoreRelease(var size, var base, short offset, var src) ->
          "store_release(" + memory(size, base, offset) + ", " + src + ")";
      case Instruction.LoadPacketAbsolute(var size, int offset) ->
          "r0 = *(" + type(size, false) + " *)skb[" + offset + "]";
      case Instruction.LoadPacketIndirect(var size, var index, int offset) ->
          "r0 = *(" + type(size, false) + " *)skb[" + index + " + " + offset + "]";
      case Instruction.LoadImmediate64 load -> load.dst() + " = " + immediate(load);
      case Instruction.JumpIf jump -> jump(jump);
      case Instruction.Jump(boolean wide, int offset) ->
          (wide ? "gotol pc" : "goto pc") + signed(offset);
      case Instruction.MayGoto(short offset) -> "may_goto pc" + signed(offset);
      case Instruction.CallHelper(int id) -> call(names.helper(id), "unknown", id);
      case Instruction.CallSubprogram call -> call(call);
      case Instruction.CallKfunc call -> call(call);
      case Instruction.CallRegister(var target) -> "callx " + target;
      case Instruction.Exit() -> "exit";
    };
  }

  private static String memory(MemorySize size, Register base, short offset) {
    return memory(type(size, false), base, offset);
  }

  private static String memory(String type, Register base, short offset) {
    return "(" + type + " *)(" + base + " " + signed(offset) + ")";
  }

  private static String atomic(Instruction.Atomic atomic) {
    String memory = memory(atomic.size(), atomic.base(), atomic.offset());
    Register src = atomic.src();
    if (!atomic.fetch()) {
      return "lock *" + memory + " " + Signs.of(atomic.operation()) + " " + src;
    }
    String function = atomic.size() == MemorySize.DW ? "atomic64_" : "atomic_";
    String word = Signs.word(atomic.operation());
    if (atomic.operation() == AtomicOperation.CMPXCHG) {
      return "r0 = " + function + word + "(" + memory + ", r0, " + src + ")";
    }
    String fetch = atomic.operation() == AtomicOperation.XCHG ? "" : "fetch_";
    return src + " = " + function + fetch + word + "(" + memory + ", " + src + ")";
  }

  private static String jump(Instruction.JumpIf jump) {
    String right =
        switch (jump.src()) {
          case Register register -> register(jump.width(), register);
          case Operand.Immediate(int value) -> "0x" + Integer.toHexString(value);
        };
    return "if "
        + register(jump.width(), jump.dst())
        + " "
        + Signs.of(jump.condition())
        + " "
        + right
        + " goto pc"
        + signed(jump.offset());
  }

  private static String call(
      @org.jspecify.annotations.Nullable String name, String unknown, int id) {
    return "call " + Objects.requireNonNullElse(name, unknown) + "#" + id;
  }

  private String call(Instruction.CallSubprogram call) {
    String name = names.subprogram(call);
    return "call pc" + signed(call.offset()) + (name == null ? "" : "#" + name);
  }

  private String call(Instruction.CallKfunc call) {
    if (unambiguous) {
      return "call kfunc#" + call.btfTypeId() + (call.btfIndex() == 0 ? "" : "@" + call.btfIndex());
    }
    return call(names.kernelFunction(call), "kernel-function", call.btfTypeId());
  }

  private String immediate(Instruction.LoadImmediate64 load) {
    if (unambiguous) {
      return unambiguous(load);
    }
    String name = names.immediate(load);
    return name == null ? "0x" + Long.toHexString(load.value()) : name;
  }

  private static String unambiguous(Instruction.LoadImmediate64 load) {
    return switch (load.kind()) {
      case CONSTANT -> "0x" + Long.toHexString(load.value()) + " ll";
      case MAP_FD -> "map[fd:" + load.low() + "]";
      case MAP_VALUE -> "map[fd:" + load.low() + "][0]" + signed(load.high());
      case BTF_ID ->
          "btf[id:" + load.low() + "]" + (load.high() == 0 ? "" : "[fd:" + load.high() + "]");
      case FUNCTION -> "subprog[" + signed(load.low()) + "]";
      case MAP_INDEX -> "map[idx:" + load.low() + "]";
      case MAP_INDEX_VALUE -> "map[idx:" + load.low() + "][0]" + signed(load.high());
    };
  }
}
