package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.isa.AtomicOperation;
import dev.skep.vm.memory.Atomics;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Memory;
import dev.skep.vm.run.CompiledCode;
import dev.skep.vm.run.Division;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.PacketLoad;
import dev.skep.vm.run.Unwinding;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** The classes and method types that emitted code names. */
final class Names {
  static final ClassDesc EXECUTION = desc(Execution.class);
  static final ClassDesc EXECUTABLE = desc(Executable.class);
  static final ClassDesc MEMORY = desc(Memory.class);
  static final ClassDesc FAULT = desc(Fault.class);
  static final ClassDesc ATOMICS = desc(Atomics.class);
  static final ClassDesc ATOMIC_OPERATION = desc(AtomicOperation.class);
  static final ClassDesc DIVISION = desc(Division.class);
  static final ClassDesc HELPER_FUNCTION = desc(HelperFunction.class);
  static final ClassDesc PACKET_LOAD = desc(PacketLoad.class);
  static final ClassDesc COMPILED_CODE = desc(CompiledCode.class);
  static final ClassDesc UNWINDING = desc(Unwinding.class);
  static final ClassDesc TRAPS = desc(Traps.class);
  static final ClassDesc RUNTIME_EXCEPTION = desc(RuntimeException.class);
  static final ClassDesc LONG = desc(Long.class);
  static final ClassDesc INTEGER = desc(Integer.class);
  static final ClassDesc SHORT = desc(Short.class);
  static final ClassDesc LONGS = CD_long.arrayType();

  static final MethodTypeDesc HELPER_CALL =
      type(CD_long, EXECUTION, CD_long, CD_long, CD_long, CD_long, CD_long);
  static final MethodTypeDesc RUN = type(CD_long, EXECUTION, LONGS, CD_int);
  static final MethodTypeDesc CHUNK = type(CD_int, EXECUTION, LONGS, CD_int);
  static final MethodTypeDesc NOTHING = type(CD_void);

  private Names() {}

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  static MethodTypeDesc type(ClassDesc returned, ClassDesc... parameters) {
    return MethodTypeDesc.of(returned, parameters);
  }
}
