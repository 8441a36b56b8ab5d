package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/** Emits calls: of helpers, of the program's functions, of what registers name. */
final class CallEmitter {
  private static final int CLOBBERED = 0b11_1110;
  private static final MethodTypeDesc CALL =
      Names.type(CD_long, Names.EXECUTABLE, Names.LONGS, CD_int);
  private static final MethodTypeDesc CALL_REGISTER =
      Names.type(CD_long, Names.EXECUTABLE, Names.LONGS, CD_long);
  private static final MethodTypeDesc TAIL_CALL =
      Names.type(CD_long, Names.EXECUTABLE, Names.LONGS);

  private final MethodEmitter method;
  private final UnitEmitter unit;
  private final Compilation compilation;
  private final Constants constants;
  private final CodeBuilder code;
  private final Registers registers;

  CallEmitter(MethodEmitter method, UnitEmitter unit) {
    this.method = method;
    this.unit = unit;
    this.compilation = method.compilation;
    this.constants = method.constants;
    this.code = method.code;
    this.registers = method.registers;
  }

  /** A helper by its number: directly, as the object is a constant. */
  void helper(long word) {
    HelperFunction helper = compilation.program().helper(Op.immediate(word));
    method.storeBudget();
    code.loadConstant(constants.of(helper, Names.HELPER_FUNCTION)).aload(MethodEmitter.RUN);
    Registers.forEach(CLOBBERED, registers::load);
    code.invokeinterface(Names.HELPER_FUNCTION, "call", Names.HELPER_CALL);
    registers.store(0);
    method.loadBudget();
    if (Calls.mayUnwind(compilation.program(), word)) {
      unwindOnZero();
    }
    if (Calls.mayTailCall(compilation.program(), word)) {
      tailCall();
    }
  }

  private void unwindOnZero() {
    Label goesOn = code.newLabel();
    registers.load(0);
    code.lconst_0().lcmp().ifne(goesOn).aload(MethodEmitter.RUN);
    code.invokevirtual(Names.EXECUTION, "unwinding", Names.type(Names.UNWINDING)).athrow();
    code.labelBinding(goesOn);
  }

  /** When the call has changed to another program, that one runs instead of the rest. */
  private void tailCall() {
    Label goesOn = code.newLabel();
    code.aload(MethodEmitter.RUN);
    code.invokevirtual(Names.EXECUTION, "takeTailCall", Names.type(CD_boolean)).ifeq(goesOn);
    code.aload(MethodEmitter.RUN);
    code.loadConstant(constants.of(compilation.program(), Names.EXECUTABLE));
    method.registerFile("registers");
    code.invokevirtual(Names.EXECUTION, "runTailCall", TAIL_CALL);
    method.returnInterpreted();
    code.labelBinding(goesOn);
  }

  /** A function of the program: directly where it is in the same class. */
  void local(int index, long word) {
    Function callee = compilation.callee(word);
    method.storeBudget();
    if (unit.has(callee)) {
      code.aload(MethodEmitter.RUN);
      code.invokevirtual(Names.EXECUTION, "enterFrame", Names.NOTHING);
      code.aload(MethodEmitter.RUN);
      Registers.forEach(compilation.liveness().needs(callee), registers::load);
      code.invokestatic(unit.type(), callee.methodName(), FunctionMethod.type(compilation, callee));
      code.aload(MethodEmitter.RUN);
      code.invokevirtual(Names.EXECUTION, "leaveFrame", Names.NOTHING);
    } else {
      code.aload(MethodEmitter.RUN);
      code.loadConstant(constants.of(compilation.program(), Names.EXECUTABLE));
      method.registerFile("calleeRegisters");
      code.loadConstant(callee.entry()).invokevirtual(Names.EXECUTION, "call", CALL);
    }
    registers.store(0);
    method.loadBudget();
    reload(index);
  }

  /** What a register names: a function or a helper. */
  void register(int index, long word) {
    method.storeBudget();
    code.aload(MethodEmitter.RUN);
    code.loadConstant(constants.of(compilation.program(), Names.EXECUTABLE));
    method.registerFile("calleeRegisters");
    registers.load(Op.src(word));
    code.invokevirtual(Names.EXECUTION, "callRegister", CALL_REGISTER);
    registers.store(0);
    method.loadBudget();
    reload(index);
    tailCall();
  }

  /** Takes over what a callee has left in R1 to R5, where that is read. */
  private void reload(int index) {
    Registers.forEach(
        compilation.liveness().liveAfter(index) & CLOBBERED,
        register -> {
          code.aload(MethodEmitter.RUN).getfield(Names.EXECUTION, "left", Names.LONGS);
          code.loadConstant(register).laload();
          registers.store(register);
        });
  }
}
