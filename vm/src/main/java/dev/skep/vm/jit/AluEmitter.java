package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import dev.skep.isa.AluOperation;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Emits arithmetic, moves and conversions. */
final class AluEmitter {
  private static final AluOperation[] OPERATIONS = AluOperation.values();
  private static final MethodTypeDesc INT_TO_INT = Names.type(CD_int, CD_int);
  private static final MethodTypeDesc DIVISION32 = Names.type(CD_long, CD_long, CD_int);
  private static final MethodTypeDesc DIVISION64 = Names.type(CD_long, CD_long, CD_long);

  private final CodeBuilder code;
  private final Registers registers;
  private final Executable program;

  AluEmitter(CodeBuilder code, Registers registers, Executable program) {
    this.code = code;
    this.registers = registers;
    this.program = program;
  }

  /** Emits a word that is an arithmetic operation, a move or a conversion. */
  void emit(long word) {
    int operation = Op.operation(word);
    if (operation <= Op.SMOD64_IMM) {
      AluOperation alu = OPERATIONS[operation >>> 2];
      boolean immediate = (operation & 1) != 0;
      if ((operation & 2) != 0) {
        wide(alu, word, immediate);
      } else {
        narrow(alu, word, immediate);
      }
    } else {
      convert(operation, word);
    }
  }

  private void wide(AluOperation operation, long word, boolean immediate) {
    int dst = Op.dst(word);
    registers.load(dst);
    switch (operation) {
      case LSH, RSH, ARSH -> registers.operandInt(word, immediate);
      default -> registers.operand(word, immediate);
    }
    switch (operation) {
      case ADD -> code.ladd();
      case SUB -> code.lsub();
      case MUL -> code.lmul();
      case OR -> code.lor();
      case AND -> code.land();
      case XOR -> code.lxor();
      case LSH -> code.lshl();
      case RSH -> code.lushr();
      case ARSH -> code.lshr();
      case DIV -> code.invokestatic(Names.DIVISION, "divide64", DIVISION64);
      case MOD -> code.invokestatic(Names.DIVISION, "modulo64", DIVISION64);
      case SDIV -> code.invokestatic(Names.DIVISION, "signedDivide64", DIVISION64);
      case SMOD -> code.invokestatic(Names.DIVISION, "signedModulo64", DIVISION64);
    }
    registers.store(dst);
  }

  private void narrow(AluOperation operation, long word, boolean immediate) {
    switch (operation) {
      case DIV -> divide("divide32", word, immediate);
      case MOD -> divide("modulo32", word, immediate);
      case SDIV -> divide("signedDivide32", word, immediate);
      case SMOD -> divide("signedModulo32", word, immediate);
      default -> {
        registers.loadInt(Op.dst(word));
        registers.operandInt(word, immediate);
        narrow(operation);
        registers.storeUnsigned(Op.dst(word));
      }
    }
  }

  private void narrow(AluOperation operation) {
    switch (operation) {
      case ADD -> code.iadd();
      case SUB -> code.isub();
      case MUL -> code.imul();
      case OR -> code.ior();
      case AND -> code.iand();
      case XOR -> code.ixor();
      case LSH -> code.ishl();
      case RSH -> code.iushr();
      case ARSH -> code.ishr();
      case DIV, MOD, SDIV, SMOD -> throw new IllegalStateException("a call divides");
    }
  }

  private void divide(String method, long word, boolean immediate) {
    registers.load(Op.dst(word));
    registers.operandInt(word, immediate);
    code.invokestatic(Names.DIVISION, method, DIVISION32);
    registers.store(Op.dst(word));
  }

  private void convert(int operation, long word) {
    int dst = Op.dst(word);
    int src = Op.src(word);
    switch (operation) {
      case Op.MOV64_REG -> registers.load(src);
      case Op.MOV64_IMM -> code.loadConstant((long) Op.immediate(word));
      case Op.MOV32_IMM -> code.loadConstant(Op.immediate(word) & 0xffff_ffffL);
      case Op.CONSTANT -> code.loadConstant(program.constants()[Op.immediate(word)]);
      case Op.MOV32_REG -> masked(src, 0xffff_ffffL);
      case Op.ZEXT16 -> masked(dst, 0xffffL);
      default -> extend(operation, dst, src);
    }
    registers.store(dst);
  }

  private void masked(int register, long mask) {
    registers.load(register);
    code.loadConstant(mask).land();
  }

  private void extend(int operation, int dst, int src) {
    switch (operation) {
      case Op.MOVSX64_8, Op.MOVSX32_8 -> low(src).i2b();
      case Op.MOVSX64_16, Op.MOVSX32_16 -> low(src).i2s();
      case Op.MOVSX64_32 -> low(src);
      case Op.NEG32 -> low(dst).ineg();
      case Op.SWAP32 -> low(dst).invokestatic(Names.INTEGER, "reverseBytes", INT_TO_INT);
      default -> {
        whole(operation, dst);
        return;
      }
    }
    switch (operation) {
      case Op.MOVSX64_8, Op.MOVSX64_16, Op.MOVSX64_32 -> code.i2l();
      default -> Registers.unsigned(code);
    }
  }

  private CodeBuilder low(int register) {
    registers.loadInt(register);
    return code;
  }

  private void whole(int operation, int dst) {
    switch (operation) {
      case Op.NEG64 -> {
        registers.load(dst);
        code.lneg();
      }
      case Op.SWAP64 -> {
        registers.load(dst);
        code.invokestatic(Names.LONG, "reverseBytes", Names.type(CD_long, CD_long));
      }
      case Op.SWAP16 -> {
        low(dst).i2s().invokestatic(Names.SHORT, "reverseBytes", Names.type(CD_short, CD_short));
        code.i2l().loadConstant(0xffffL).land();
      }
      default -> throw new IllegalStateException("no conversion: operation=" + operation);
    }
  }
}
