package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.isa.AtomicOperation;
import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Accesses that find their live region at run time. */
final class ResolvedAccess implements AccessEmitter {
  private static final AtomicOperation[] ATOMIC_OPERATIONS = AtomicOperation.values();
  private static final MethodTypeDesc ACQUIRE = Names.type(CD_long, Names.MEMORY, CD_int, CD_long);
  private static final MethodTypeDesc RELEASE =
      Names.type(CD_void, Names.MEMORY, CD_int, CD_long, CD_long);
  private static final MethodTypeDesc ATOMIC64 =
      Names.type(
          CD_long, Names.MEMORY, Names.ATOMIC_OPERATION, CD_boolean, CD_long, CD_long, CD_long);
  private static final MethodTypeDesc ATOMIC32 =
      Names.type(
          CD_long, Names.MEMORY, Names.ATOMIC_OPERATION, CD_boolean, CD_long, CD_int, CD_int);

  private final CodeBuilder code;
  private final Registers registers;
  private final int memory;

  /**
   * An emitter for a method.
   *
   * @param memory the variable that holds the run's memory
   */
  ResolvedAccess(CodeBuilder code, Registers registers, int memory) {
    this.code = code;
    this.registers = registers;
    this.memory = memory;
  }

  @Override
  public void prepare(int[] body) {}

  @Override
  public void access(int index, long word) {
    switch (Op.operation(word)) {
      case Op.LDXB -> load(word, "loadByte", CD_byte, 0xffL);
      case Op.LDXH -> load(word, "loadShort", CD_short, 0xffffL);
      case Op.LDXW -> load(word, "loadWord", CD_long, -1);
      case Op.LDXDW -> load(word, "loadLong", CD_long, -1);
      case Op.LDSB -> load(word, "loadByte", CD_byte, -1);
      case Op.LDSH -> load(word, "loadShort", CD_short, -1);
      case Op.LDSW -> load(word, "loadInt", CD_int, -1);
      case Op.LOAD_ACQUIRE -> loadAcquire(word);
      case Op.STORE_RELEASE -> storeRelease(word);
      default -> store(word);
    }
  }

  private void load(long word, String method, ClassDesc type, long mask) {
    code.aload(memory);
    registers.address(Op.src(word), Op.offset(word));
    code.invokevirtual(Names.MEMORY, method, Names.type(type, CD_long));
    if (!type.equals(CD_long)) {
      code.i2l();
    }
    if (mask != -1) {
      code.loadConstant(mask).land();
    }
    registers.store(Op.dst(word));
  }

  private void store(long word) {
    code.aload(memory);
    registers.address(Op.dst(word), Op.offset(word));
    boolean immediate = Op.operation(word) >= Op.STB;
    switch (Op.operation(word)) {
      case Op.STXB, Op.STB -> {
        registers.operandInt(word, immediate);
        store("storeByte", CD_byte);
      }
      case Op.STXH, Op.STH -> {
        registers.operandInt(word, immediate);
        store("storeShort", CD_short);
      }
      case Op.STXW, Op.STW -> {
        registers.operandInt(word, immediate);
        store("storeInt", CD_int);
      }
      default -> {
        registers.operand(word, immediate);
        store("storeLong", CD_long);
      }
    }
  }

  private void store(String method, ClassDesc type) {
    if (type.equals(CD_byte)) {
      code.i2b();
    } else if (type.equals(CD_short)) {
      code.i2s();
    }
    code.invokevirtual(Names.MEMORY, method, Names.type(CD_void, CD_long, type));
  }

  private void loadAcquire(long word) {
    code.aload(memory).loadConstant(Op.immediate(word));
    registers.address(Op.src(word), Op.offset(word));
    code.invokestatic(Names.ATOMICS, "loadAcquire", ACQUIRE);
    registers.store(Op.dst(word));
  }

  private void storeRelease(long word) {
    code.aload(memory).loadConstant(Op.immediate(word));
    registers.address(Op.dst(word), Op.offset(word));
    registers.load(Op.src(word));
    code.invokestatic(Names.ATOMICS, "storeRelease", RELEASE);
  }

  @Override
  public void atomic(int index, long word) {
    AtomicOperation operation = ATOMIC_OPERATIONS[Op.immediate(word) >>> 1];
    boolean compares = operation == AtomicOperation.CMPXCHG;
    boolean wide = Op.operation(word) == Op.ATOMIC64;
    boolean fetches = (Op.immediate(word) & 1) != 0;
    code.aload(memory);
    code.getstatic(Names.ATOMIC_OPERATION, operation.name(), Names.ATOMIC_OPERATION);
    code.loadConstant(fetches ? 1 : 0);
    registers.address(Op.dst(word), Op.offset(word));
    if (wide) {
      registers.load(Op.src(word));
      expected(compares, true);
      code.invokestatic(Names.ATOMICS, "apply", ATOMIC64);
    } else {
      registers.loadInt(Op.src(word));
      expected(compares, false);
      code.invokestatic(Names.ATOMICS, "applyInt", ATOMIC32);
    }
    if (fetches) {
      registers.store(compares ? 0 : Op.src(word));
    } else {
      code.pop2();
    }
  }

  private void expected(boolean compares, boolean wide) {
    if (!compares) {
      if (wide) {
        code.lconst_0();
      } else {
        code.iconst_0();
      }
    } else if (wide) {
      registers.load(0);
    } else {
      registers.loadInt(0);
    }
  }
}
