package dev.skep.vm.run;

import dev.skep.engine.BpfMap;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.ByteSwap;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.JumpIf;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.LoadPacketAbsolute;
import dev.skep.isa.Instruction.LoadPacketIndirect;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.StoreImmediate;
import dev.skep.isa.Instruction.StoreRegister;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Operand;
import dev.skep.isa.Operand.Immediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.vm.map.VmMap;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a program's instructions into the compact form: see {@link Op} for its words. */
public final class Lowering {
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private final ProgramSpec spec;
  private final Code code;
  private final Map<String, BpfMap> maps;
  private final HelperSource helperSource;
  private final long[] words;
  private final List<Long> constants = new ArrayList<>();
  private final List<HelperFunction> helpers = new ArrayList<>();
  private final Map<Integer, Integer> helperIndex = new HashMap<>();

  private Lowering(ProgramSpec spec, Map<String, BpfMap> maps, HelperSource helperSource) {
    this.spec = spec;
    this.code = spec.code();
    this.maps = maps;
    this.helperSource = helperSource;
    this.words = new long[code.size() + 1];
  }

  /**
   * Resolves what a program names.
   *
   * @param maps the live maps that its references name
   * @throws UnsupportedException when it names what this engine does not have, or jumps nowhere
   */
  public static Executable lower(
      int id,
      ProgramSpec spec,
      Map<String, BpfMap> maps,
      HelperSource helperSource,
      RunLimits limits) {
    Lowering lowering = new Lowering(spec, maps, helperSource);
    for (int index = 0; index < lowering.code.size(); index++) {
      long word = lowering.word(index, lowering.code.get(index));
      if ((Op.written(word) & (1 << 10)) != 0) {
        throw lowering.refusal(index, "R10 as a destination, which is read-only (RFC 9669, 2)");
      }
      lowering.words[index] = word;
    }
    lowering.words[lowering.code.size()] = Op.word(Op.FELL_OFF, 0, 0, 0, 0);
    return new Executable(
        id,
        spec,
        lowering.words,
        lowering.constants.stream().mapToLong(Long::longValue).toArray(),
        lowering.helpers.toArray(HelperFunction[]::new),
        lowering.helperIds(),
        helperSource,
        limits);
  }

  private long word(int index, Instruction instruction) {
    return switch (instruction) {
      case Alu(var width, var operation, var dst, var src) ->
          operand(Op.alu(operation, width, src instanceof Immediate), dst, src, 0);
      case Move(var width, var dst, var src) -> operand(move(width, src), dst, src, 0);
      case MoveSignExtended(var width, int bits, var dst, var src) ->
          Op.word(signExtension(width, bits), dst.number(), src.number(), 0, 0);
      case CastAddressSpace(var dst, var src, int _, int _) ->
          // An arena's pointers are the same number in both of its address spaces here.
          Op.word(Op.MOV64_REG, dst.number(), src.number(), 0, 0);
      case Negate(var width, var dst) ->
          Op.word(width == Width.W64 ? Op.NEG64 : Op.NEG32, dst.number(), 0, 0, 0);
      case ByteSwap(var order, int bits, var dst) -> byteSwap(order, bits, dst);
      case Load load ->
          Op.word(load(load), load.dst().number(), load.base().number(), load.offset(), 0);
      case StoreRegister(var size, var base, short offset, var src) ->
          Op.word(Op.STXB + log2(size.bytes()), base.number(), src.number(), offset, 0);
      case StoreImmediate(var size, var base, short offset, int value) ->
          Op.word(Op.STB + log2(size.bytes()), base.number(), 0, offset, value);
      case Atomic atomic -> atomic(atomic);
      case LoadAcquire(var size, var dst, var base, short offset) ->
          Op.word(Op.LOAD_ACQUIRE, dst.number(), base.number(), offset, size.bytes());
      case StoreRelease(var size, var base, short offset, var src) ->
          Op.word(Op.STORE_RELEASE, base.number(), src.number(), offset, size.bytes());
      case LoadPacketAbsolute(var size, int offset) ->
          Op.word(Op.PACKET_ABSOLUTE, 0, 0, size.bytes(), offset);
      case LoadPacketIndirect(var size, var register, int offset) ->
          Op.word(Op.PACKET_INDIRECT, 0, register.number(), size.bytes(), offset);
      case LoadImmediate64 load -> constant(load.dst(), constantValue(index, load));
      case JumpIf(var width, var condition, var dst, var src, short offset) ->
          operand(
              Op.jump(condition, width, src instanceof Immediate),
              dst,
              src,
              relative(index, offset));
      case Jump(boolean _, int offset) -> Op.word(Op.JA, 0, 0, 0, relative(index, offset));
      case MayGoto(short offset) -> Op.word(Op.MAY_GOTO, 0, 0, relative(index, offset), 0);
      case CallHelper(int id) -> Op.word(Op.CALL_HELPER, 0, 0, id == 5 ? 1 : 0, helper(index, id));
      case CallSubprogram(int offset) ->
          Op.word(Op.CALL_LOCAL, 0, 0, 0, index + 1 + relative(index, offset));
      case CallRegister(var target) -> Op.word(Op.CALL_REGISTER, 0, target.number(), 0, 0);
      case CallKfunc kfunc -> kfunc(index, kfunc);
      case Exit() -> Op.word(Op.EXIT, 0, 0, 0, 0);
    };
  }

  private static long operand(int operation, Register dst, Operand src, int offset) {
    return switch (src) {
      case Register register -> Op.word(operation, dst.number(), register.number(), offset, 0);
      case Immediate(int value) -> Op.word(operation, dst.number(), 0, offset, value);
    };
  }

  private static int move(Width width, Operand src) {
    boolean wide = width == Width.W64;
    return switch (src) {
      case Register _ -> wide ? Op.MOV64_REG : Op.MOV32_REG;
      case Immediate _ -> wide ? Op.MOV64_IMM : Op.MOV32_IMM;
    };
  }

  private static int signExtension(Width width, int bits) {
    return switch (width) {
      case W32 -> bits == 8 ? Op.MOVSX32_8 : Op.MOVSX32_16;
      case W64 -> bits == 8 ? Op.MOVSX64_8 : bits == 16 ? Op.MOVSX64_16 : Op.MOVSX64_32;
    };
  }

  private static long byteSwap(ByteSwap.Order order, int bits, Register dst) {
    boolean swaps =
        switch (order) {
          case TO_LITTLE_ENDIAN -> !LITTLE_ENDIAN;
          case TO_BIG_ENDIAN -> LITTLE_ENDIAN;
          case SWAP -> true;
        };
    int number = dst.number();
    return switch (bits) {
      case 16 -> Op.word(swaps ? Op.SWAP16 : Op.ZEXT16, number, 0, 0, 0);
      case 32 -> Op.word(swaps ? Op.SWAP32 : Op.MOV32_REG, number, number, 0, 0);
      default -> Op.word(swaps ? Op.SWAP64 : Op.MOV64_REG, number, number, 0, 0);
    };
  }

  private static int load(Load load) {
    return (load.signExtended() ? Op.LDSB : Op.LDXB) + log2(load.size().bytes());
  }

  private static int log2(int bytes) {
    return Integer.numberOfTrailingZeros(bytes);
  }

  private static long atomic(Atomic atomic) {
    int operation = atomic.size().bytes() == 8 ? Op.ATOMIC64 : Op.ATOMIC32;
    return Op.word(
        operation,
        atomic.base().number(),
        atomic.src().number(),
        atomic.offset(),
        atomic.operation().ordinal() << 1 | (atomic.fetch() ? 1 : 0));
  }

  private long constant(Register dst, long value) {
    if (value == (int) value) {
      return Op.word(Op.MOV64_IMM, dst.number(), 0, 0, (int) value);
    }
    constants.add(value);
    return Op.word(Op.CONSTANT, dst.number(), 0, 0, constants.size() - 1);
  }

  private long constantValue(int index, LoadImmediate64 load) {
    return switch (load.kind()) {
      case CONSTANT ->
          spec.references().get(index) instanceof Reference.ToKernelVariable variable
              ? kernelVariable(index, variable)
              : load.value();
      case MAP_FD, MAP_INDEX -> map(index).handle();
      case MAP_VALUE, MAP_INDEX_VALUE -> {
        VmMap map = map(index);
        yield map.valueAddress(load.high());
      }
      case FUNCTION -> FunctionAddress.of(function(index));
      case BTF_ID ->
          spec.references().get(index) instanceof Reference.ToKernelVariable variable
              ? kernelVariable(index, variable)
              : unsupported(index, "a kernel variable by BTF id, which only a kernel has");
    };
  }

  private long kernelVariable(int index, Reference.ToKernelVariable variable) {
    return variable.weak()
        ? 0
        : unsupported(
            index, "the kernel variable " + variable.name() + ", which only a kernel has");
  }

  private VmMap map(int index) {
    if (!(spec.references().get(index) instanceof Reference.ToMap(String name))) {
      throw refusal(index, "a map without a reference that names it");
    }
    if (!(maps.get(name) instanceof VmMap map)) {
      throw refusal(index, "the map \"" + name + "\", which was not given to load");
    }
    return map;
  }

  private int function(int index) {
    int target = code.subprogramTarget(index);
    if (target < 0) {
      throw refusal(index, "the address of no instruction");
    }
    return target;
  }

  private int relative(int index, int offset) {
    int target = code.target(index, offset);
    if (target < 0) {
      throw refusal(index, "a jump or call to no instruction, offset=" + offset);
    }
    return target - index - 1;
  }

  private int[] helperIds() {
    int[] ids = new int[helpers.size()];
    helperIndex.forEach((id, at) -> ids[at] = id);
    return ids;
  }

  private int helper(int index, int id) {
    Integer known = helperIndex.get(id);
    if (known != null) {
      return known;
    }
    try {
      helpers.add(helperSource.helper(id));
    } catch (UnsupportedException e) {
      throw new UnsupportedException(place(index) + ": " + e.getMessage(), e);
    }
    helperIndex.put(id, helpers.size() - 1);
    return helpers.size() - 1;
  }

  private long kfunc(int index, CallKfunc call) {
    String name =
        spec.references().get(index) instanceof Reference.ToKfunc(String named, boolean _)
            ? named
            : "with BTF id " + call.btfTypeId();
    return unsupported(
        index, "the kernel function " + name + ", which the vm engine does not have");
  }

  private long unsupported(int index, String what) {
    throw refusal(index, what);
  }

  private UnsupportedException refusal(int index, String what) {
    return new UnsupportedException(place(index) + " uses " + what);
  }

  private String place(int index) {
    return "program \"" + spec.name() + "\": instruction " + code.slotOf(index);
  }
}
