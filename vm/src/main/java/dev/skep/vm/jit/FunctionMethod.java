package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Emits a function as one method, which gets as parameters the registers that it needs. */
final class FunctionMethod extends MethodEmitter {
  FunctionMethod(Compilation compilation, UnitEmitter unit, CodeBuilder code, Function function) {
    super(compilation, unit, code, function, function.body());
  }

  /** The type of the methods that run a function. */
  static MethodTypeDesc type(Compilation compilation, Function function) {
    List<ClassDesc> parameters = new ArrayList<>(List.of(Names.EXECUTION));
    Registers.forEach(compilation.liveness().needs(function), register -> parameters.add(CD_long));
    return MethodTypeDesc.of(CD_long, parameters);
  }

  @Override
  boolean keepsVariables() {
    return true;
  }

  @Override
  void placeRegisters() {
    int[] parameter = {1};
    Registers.forEach(
        compilation.liveness().needs(function),
        register -> registers.place(register, code.parameterSlot(parameter[0]++)));
    int used = used(compilation, function, function.body());
    Registers.forEach(
        registers.allocate(used),
        register -> {
          if (register == Registers.FRAME_POINTER) {
            code.aload(RUN);
            code.invokevirtual(Names.EXECUTION, "framePointer", Names.type(CD_long));
          } else {
            code.lconst_0();
          }
          registers.store(register);
        });
  }

  @Override
  void begin() {
    if (function.body()[0] != function.entry()) {
      code.goto_(labelOf(function.entry()));
    }
  }

  @Override
  void returnResult() {
    code.lreturn();
  }

  @Override
  Label labelOf(int index) {
    return Objects.requireNonNull(ownLabel(index));
  }

  @Override
  void finish() {}
}
