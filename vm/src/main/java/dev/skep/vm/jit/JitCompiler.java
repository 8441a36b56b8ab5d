package dev.skep.vm.jit;

import dev.skep.vm.map.VmMap;
import dev.skep.vm.run.CompiledCode;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles programs to the JVM's bytecode: the same results, traps and remaining budget as the
 * interpreter gives. The classes are hidden; they unload with the program.
 */
public final class JitCompiler {
  private static final Lookup LOOKUP = MethodHandles.lookup();

  /** How many instructions a class has at most, so that its constants fit. */
  private static final int CLASS_INSTRUCTIONS = 6_000;

  private final Compilation compilation;

  private JitCompiler(Compilation compilation) {
    this.compilation = compilation;
  }

  /**
   * Compiles a program in the resolved mode, which any program may run in.
   *
   * @return empty for programs that are left to the interpreter, none of which a verifier accepts:
   *     functions that share most of their code, or that read what a callee left in R1 to R5 where
   *     that callee may have been another program
   */
  public static Optional<CompiledCode> compile(Executable program) {
    return compile(program, AccessMode.RESOLVED, List.of(), null);
  }

  /**
   * Compiles a program.
   *
   * @param mode what other than {@link AccessMode#RESOLVED} is for programs that were verified
   * @param maps the maps that the program names
   */
  public static Optional<CompiledCode> compile(
      Executable program, AccessMode mode, List<VmMap> maps) {
    return compile(program, mode, maps, null);
  }

  static Optional<CompiledCode> compile(
      Executable program, AccessMode mode, List<VmMap> maps, @Nullable Facts facts) {
    Compilation compilation = prepare(program, mode, maps, facts);
    if (compilation == null) {
      return Optional.empty();
    }
    JitCompiler compiler = new JitCompiler(compilation);
    boolean small = compilation.shape().bodies() <= CLASS_INSTRUCTIONS;
    return Optional.of(small ? compiler.near() : compiler.far());
  }

  private static @Nullable Compilation prepare(
      Executable program, AccessMode mode, List<VmMap> maps, @Nullable Facts facts) {
    Shape shape = Shape.of(program);
    if (shape == null) {
      return null;
    }
    Liveness liveness = Liveness.of(program, shape);
    Compilation compilation = new Compilation(program, shape, liveness, mode, maps, facts);
    return compilation.readsWhatTailCallsLeave() ? null : compilation;
  }

  /** The bytes of the class that a small program becomes. */
  static byte[] firstClass(Executable program, AccessMode mode) {
    Compilation compilation = Objects.requireNonNull(prepare(program, mode, List.of(), null));
    List<Function> functions = List.copyOf(compilation.shape().functions().values());
    return new UnitEmitter(compilation, functions).functions();
  }

  /** All in one class. */
  private CompiledCode near() {
    List<Function> functions = List.copyOf(compilation.shape().functions().values());
    UnitEmitter unit = new UnitEmitter(compilation, functions);
    return instance(define(unit.functions(), unit.constants()));
  }

  /** Functions and parts of functions in classes of their own. */
  private CompiledCode far() {
    Map<Integer, CompiledCode> units = new HashMap<>();
    List<Function> open = new ArrayList<>();
    int instructions = 0;
    for (Function function : compilation.shape().functions().values()) {
      if (function.body().length > CLASS_INSTRUCTIONS) {
        units.put(function.entry(), large(function));
        continue;
      }
      if (instructions + function.body().length > CLASS_INSTRUCTIONS) {
        together(open, units);
        instructions = 0;
      }
      instructions += function.body().length;
      open.add(function);
    }
    together(open, units);
    return new ManyClasses(compilation.program(), units);
  }

  private void together(List<Function> functions, Map<Integer, CompiledCode> units) {
    UnitEmitter unit = new UnitEmitter(compilation, List.copyOf(functions));
    CompiledCode code = instance(define(unit.functions(), unit.constants()));
    functions.forEach(function -> units.put(function.entry(), code));
    functions.clear();
  }

  private CompiledCode large(Function function) {
    Chunks chunks = Chunks.of(compilation, function);
    List<MethodHandle> groups = new ArrayList<>();
    for (int from = 0; from < chunks.count(); from += Driver.GROUP) {
      int to = Math.min(chunks.count(), from + Driver.GROUP);
      UnitEmitter unit = new UnitEmitter(compilation, List.of());
      byte[] bytes = unit.chunks(function, chunks, from, to);
      groups.add(group(define(bytes, unit.constants())));
    }
    UnitEmitter unit = new UnitEmitter(compilation, List.of(function));
    return instance(define(unit.driver(function, chunks, groups), unit.constants()));
  }

  private static Lookup define(byte[] bytes, Constants constants) {
    try {
      return LOOKUP.defineHiddenClassWithClassData(bytes, constants.data(), false);
    } catch (IllegalAccessException e) {
      throw new LinkageError("a class of the own package", e);
    }
  }

  private static CompiledCode instance(Lookup type) {
    try {
      var constructor = type.findConstructor(type.lookupClass(), MethodType.methodType(void.class));
      return (CompiledCode)
          constructor.asType(MethodType.methodType(CompiledCode.class)).invokeExact();
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("a constructor without code", e);
    }
  }

  private static MethodHandle group(Lookup type) {
    try {
      MethodType chunk = MethodType.methodType(int.class, Execution.class, long[].class, int.class);
      return type.findStatic(type.lookupClass(), "group", chunk);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method that was just emitted", e);
    }
  }
}
