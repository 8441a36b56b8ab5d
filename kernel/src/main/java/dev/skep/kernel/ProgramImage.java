package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.btf.BtfType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.Encoder;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalInt;

/** A program's instructions as the kernel takes them, with what they name filled in. */
final class ProgramImage {
  private static final int SLOT_BYTES = 8;

  /** Where the immediate stands in a slot: {@code struct bpf_insn} of linux/bpf.h. */
  private static final int IMMEDIATE = 4;

  private final ProgramSpec spec;
  private final Map<String, BpfMap> maps;
  private final KernelEngine engine;
  private final MemorySegment image;

  private ProgramImage(
      ProgramSpec spec, Map<String, BpfMap> maps, KernelEngine engine, MemorySegment image) {
    this.spec = spec;
    this.maps = maps;
    this.engine = engine;
    this.image = image;
  }

  /** The encoded instructions, in the arena's memory. */
  static MemorySegment of(
      ProgramSpec spec, Map<String, BpfMap> maps, KernelEngine engine, Arena arena) {
    MemorySegment image = arena.allocate((long) spec.code().slots() * SLOT_BYTES, SLOT_BYTES);
    Encoder.encode(spec.code(), image, ByteOrder.nativeOrder());
    new ProgramImage(spec, maps, engine, image).resolve();
    return image;
  }

  private void resolve() {
    spec.references()
        .forEach((index, reference) -> {
          switch (reference) {
            case Reference.ToMap map -> immediate(index, 0, map(map.name()).descriptor());
            case Reference.ToKernelVariable variable -> variable(index, variable);
            case Reference.ToKfunc kfunc ->
                immediate(index, 0, typeId(kfunc.name(), kfunc.weak(), BtfType.Function.class));
          }
        });
  }

  private KernelMap map(String name) {
    BpfMap map = maps.get(name);
    if (map == null) {
      throw new MapException(
          Errno.ENOENT,
          "program "
              + spec.name()
              + " names map "
              + name
              + ", which is not among "
              + maps.keySet());
    }
    if (map instanceof KernelMap live && live.engine() == engine) {
      return live;
    }
    throw new MapException(
        Errno.EXDEV, "program " + spec.name() + ": map " + name + " belongs to another engine");
  }

  /** A variable without a type is named by its address. */
  private void variable(int index, Reference.ToKernelVariable variable) {
    if (spec.code().get(index) instanceof Instruction.LoadImmediate64 load
        && load.kind() == PseudoImmediate.CONSTANT) {
      long address = engine.kernelSymbols().address(variable.name()).orElse(0L);
      if (address == 0 && !variable.weak()) {
        throw unsupported("kernel variable " + variable.name());
      }
      immediate(index, 0, (int) address);
      immediate(index, 1, (int) (address >>> 32));
      return;
    }
    int id = typeId(variable.name(), true, BtfType.Variable.class);
    id = id != 0 ? id : typeId(variable.name(), variable.weak(), BtfType.Function.class);
    immediate(index, 0, id);
    if (id == 0) {
      plainConstant(index);
    }
  }

  /** What a weak variable that the kernel lacks becomes: the address 0. */
  private void plainConstant(int index) {
    long registers = (long) spec.code().slotOf(index) * SLOT_BYTES + 1;
    int destination = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x0f : 0xf0;
    image.set(JAVA_BYTE, registers, (byte) (image.get(JAVA_BYTE, registers) & destination));
  }

  /**
   * The id in the kernel's own types; 0, which the verifier refuses where it is reached, for a weak
   * one.
   */
  private int typeId(String name, boolean weak, Class<? extends BtfType> kind) {
    OptionalInt id = engine.types().requireKernel("program " + spec.name()).find(name, kind);
    if (id.isEmpty() && !weak) {
      throw unsupported("kernel symbol " + name);
    }
    return id.orElse(0);
  }

  private UnsupportedException unsupported(String what) {
    return new UnsupportedException(
        "program " + spec.name() + " needs " + what + ", which this kernel does not have");
  }

  private void immediate(int index, int slot, int value) {
    long at = (long) (spec.code().slotOf(index) + slot) * SLOT_BYTES + IMMEDIATE;
    image.set(JAVA_INT_UNALIGNED, at, value);
  }
}
