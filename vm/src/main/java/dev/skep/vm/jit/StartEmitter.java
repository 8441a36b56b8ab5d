package dev.skep.vm.jit;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.vm.memory.Region;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Emits whole runs: {@link dev.skep.vm.run.CompiledCode#start} and {@code repeat}. They call the
 * program's first function directly, so that each program has a call site of its own.
 */
final class StartEmitter {
  private static final String ONE_RUN = "oneRun";
  private static final ClassDesc REGION = Names.desc(Region.class);
  private static final MethodTypeDesc START =
      Names.type(CD_long, Names.EXECUTION, Names.EXECUTABLE, REGION, REGION, CD_long, CD_long);
  private static final MethodTypeDesc REPEAT = START.insertParameterTypes(6, CD_int);
  private static final MethodTypeDesc BEGIN = Names.type(CD_void, Names.EXECUTABLE, REGION, REGION);
  private static final MethodTypeDesc END_AFTER = Names.type(CD_long, Names.RUNTIME_EXCEPTION);

  private StartEmitter() {}

  /** Adds the methods to the class that has a program's first function. */
  static void emit(ClassBuilder unit, ClassDesc type, Compilation compilation) {
    Function first = compilation.first();
    unit.withMethodBody(
        ONE_RUN, START, ACC_PRIVATE | ACC_STATIC, code -> oneRun(code, type, compilation, first));
    unit.withMethodBody(
        "start",
        START,
        ACC_PUBLIC,
        code -> {
          loadArguments(code);
          code.invokestatic(type, ONE_RUN, START).lreturn();
        });
    unit.withMethodBody("repeat", REPEAT, ACC_PUBLIC, code -> repeat(code, type));
  }

  private static void loadArguments(CodeBuilder code) {
    code.aload(code.parameterSlot(0)).aload(code.parameterSlot(1)).aload(code.parameterSlot(2));
    code.aload(code.parameterSlot(3)).lload(code.parameterSlot(4)).lload(code.parameterSlot(5));
  }

  private static void oneRun(
      CodeBuilder code, ClassDesc type, Compilation compilation, Function first) {
    code.aload(0).aload(1).aload(2).aload(3).invokevirtual(Names.EXECUTION, "begin", BEGIN);
    Label start = code.newBoundLabel();
    code.aload(0);
    Registers.forEach(
        compilation.liveness().needs(first),
        register -> {
          switch (register) {
            case 1 -> code.lload(code.parameterSlot(4));
            case 2 -> code.lload(code.parameterSlot(5));
            default -> code.lconst_0();
          }
        });
    code.invokestatic(type, first.methodName(), FunctionMethod.type(compilation, first));
    Label end = code.newBoundLabel();
    code.aload(0).invokevirtual(Names.EXECUTION, "end", Names.NOTHING).lreturn();
    int thrown = code.allocateLocal(TypeKind.REFERENCE);
    code.exceptionCatch(start, end, code.newBoundLabel(), Names.RUNTIME_EXCEPTION);
    code.astore(thrown).aload(0).aload(thrown);
    code.invokevirtual(Names.EXECUTION, "endAfter", END_AFTER).lreturn();
  }

  private static void repeat(CodeBuilder code, ClassDesc type) {
    int left = code.parameterSlot(6);
    int result = code.allocateLocal(TypeKind.LONG);
    code.lconst_0().lstore(result);
    Label done = code.newLabel();
    Label again = code.newBoundLabel();
    code.iload(left).ifle(done);
    loadArguments(code);
    code.invokestatic(type, ONE_RUN, START).lstore(result);
    code.iinc(left, -1).goto_(again).labelBinding(done).lload(result).lreturn();
  }
}
