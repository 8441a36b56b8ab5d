package dev.skep.vm.jit;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Emits a class that has some functions of a program, or some chunks of a large one. */
final class UnitEmitter {
  private static final ClassDesc TYPE = ClassDesc.of(UnitEmitter.class.getPackageName(), "Program");
  private static final MethodTypeDesc INTERPRET =
      Names.type(CD_long, Names.EXECUTABLE, Names.LONGS, CD_int);

  private final Compilation compilation;
  private final List<Function> functions;
  private final Constants constants = new Constants();

  UnitEmitter(Compilation compilation, List<Function> functions) {
    this.compilation = compilation;
    this.functions = functions;
  }

  ClassDesc type() {
    return TYPE;
  }

  Constants constants() {
    return constants;
  }

  /** Whether a function is in this class. */
  boolean has(Function function) {
    return functions.contains(function);
  }

  /** A class with one function, whose chunks are in classes of their own. */
  byte[] driver(Function function, Chunks chunks, List<MethodHandle> groups) {
    return emit(unit -> {
      unit.withMethodBody("run", Names.RUN, ACC_PUBLIC, this::emitRun);
      unit.withMethodBody(
          function.methodName(),
          FunctionMethod.type(compilation, function),
          ACC_STATIC,
          code -> driver(code, function).function(compilation, chunks, constants, groups));
      emitStart(unit);
    });
  }

  /** The class with the functions. */
  byte[] functions() {
    return emit(unit -> {
      unit.withMethodBody("run", Names.RUN, ACC_PUBLIC, this::emitRun);
      functions.forEach(function -> emitFunction(unit, function));
      emitStart(unit);
    });
  }

  /**
   * A class with some chunks of a function that is too large for one class.
   *
   * @param from the first chunk's number
   * @param to the number behind the last chunk's
   */
  byte[] chunks(Function function, Chunks chunks, int from, int to) {
    return emit(unit -> {
      emitChunks(unit, function, chunks, from, to);
      unit.withMethodBody(
          "group", Names.CHUNK, ACC_STATIC, code -> driver(code, function).group(from, to));
    });
  }

  private byte[] emit(java.util.function.Consumer<ClassBuilder> members) {
    return ClassFile.of()
        .build(
            TYPE,
            unit -> {
              unit.withFlags(ACC_FINAL | ACC_PUBLIC).withInterfaceSymbols(Names.COMPILED_CODE);
              unit.withMethodBody(
                  INIT_NAME,
                  MTD_void,
                  ACC_PRIVATE,
                  code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
              members.accept(unit);
            });
  }

  private void emitStart(ClassBuilder unit) {
    if (has(compilation.first())) {
      StartEmitter.emit(unit, TYPE, compilation);
    }
  }

  private void emitFunction(ClassBuilder unit, Function function) {
    MethodTypeDesc type = FunctionMethod.type(compilation, function);
    if (fitsOneMethod(function)) {
      unit.withMethodBody(
          function.methodName(),
          type,
          ACC_STATIC,
          code -> new FunctionMethod(compilation, this, code, function).emit());
      return;
    }
    Chunks chunks = Chunks.of(compilation, function);
    emitChunks(unit, function, chunks, 0, chunks.count());
    unit.withMethodBody(
        function.methodName(),
        type,
        ACC_STATIC,
        code -> driver(code, function).function(compilation, chunks, constants, List.of()));
  }

  private static Driver driver(CodeBuilder code, Function function) {
    return new Driver(code, TYPE, function);
  }

  private boolean fitsOneMethod(Function function) {
    if (Chunks.surelyFit(compilation, function)) {
      return true;
    }
    return function.body().length <= 2 * Chunks.INSTRUCTIONS
        && new UnitEmitter(compilation, functions).methodBytes(function) <= Chunks.METHOD_BYTES;
  }

  /** How large one method for a function is. */
  private int methodBytes(Function function) {
    byte[] trial =
        emit(unit ->
            unit.withMethodBody(
                function.methodName(),
                FunctionMethod.type(compilation, function),
                ACC_STATIC,
                code -> new FunctionMethod(compilation, this, code, function).emit()));
    return ClassFile.of().parse(trial).methods().stream()
        .filter(method -> method.methodName().equalsString(function.methodName()))
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .mapToInt(CodeAttribute::codeLength)
        .sum();
  }

  private void emitChunks(ClassBuilder unit, Function function, Chunks chunks, int from, int to) {
    for (int chunk = from; chunk < to; chunk++) {
      int number = chunk;
      unit.withMethodBody(
          Driver.chunkName(function, number),
          Names.CHUNK,
          ACC_STATIC,
          code -> new ChunkMethod(compilation, this, code, function, chunks, number).emit());
    }
  }

  /** {@link dev.skep.vm.run.CompiledCode#run}. */
  private void emitRun(CodeBuilder code) {
    Label other = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    functions.forEach(function -> cases.add(SwitchCase.of(function.entry(), code.newLabel())));
    code.iload(3).lookupswitch(other, cases);
    for (int i = 0; i < functions.size(); i++) {
      Function function = functions.get(i);
      code.labelBinding(cases.get(i).target()).aload(1);
      Registers.forEach(
          compilation.liveness().needs(function),
          register -> code.aload(2).loadConstant(register).laload());
      code.invokestatic(TYPE, function.methodName(), FunctionMethod.type(compilation, function));
      code.lreturn();
    }
    code.labelBinding(other).aload(1);
    code.loadConstant(constants.of(compilation.program(), Names.EXECUTABLE)).aload(2).iload(3);
    code.invokevirtual(Names.EXECUTION, "interpret", INTERPRET).lreturn();
  }
}
