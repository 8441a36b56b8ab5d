package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a global function: what callers must pass, and what it may rely on. */
public record GlobalArguments(Machine machine, int function) {

  /** What a parameter is, by its declaration and its tags. */
  public sealed interface Parameter {
    /** A number. */
    record Numeric() implements Parameter {}

    /** The program's context. */
    record Context() implements Parameter {}

    /** Memory of a size, which may be NULL unless said otherwise. */
    record Memory(int bytes, boolean nullable) implements Parameter {}

    /** A dynptr. */
    record Dynptr() implements Parameter {}

    /** Memory of an arena. */
    record Arena() implements Parameter {}

    /** A kernel object that the caller vouches for. */
    record KernelObject(Target.Typed type, boolean nullable, boolean trusted)
        implements Parameter {}
  }

  private String name() {
    return new FunctionTypes(machine.subject()).name(function);
  }

  List<Parameter> parameters() {
    Subject subject = machine.subject();
    FunctionTypes types = new FunctionTypes(subject);
    BtfType.FunctionPrototype prototype = types.prototype(function).orElseThrow();
    Btf btf = subject.spec().types().orElseThrow();
    if (prototype.parameters().size() > 5) {
      throw Violation.of(
          Rule.SUBPROGRAM_ARGUMENT,
          "Global function "
              + name()
              + "() with "
              + prototype.parameters().size()
              + " > 5 args. Buggy compiler.");
    }
    checkReturn(btf, prototype);
    int functionId = types.info(function).orElseThrow().typeId();
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < prototype.parameters().size(); i++) {
      ParameterTags tags = ParameterTags.of(btf, functionId, i);
      parameters.add(
          new ParameterTypes(machine, name(), i, tags)
              .classify(btf, prototype.parameters().get(i).typeId()));
    }
    return parameters;
  }

  private void checkReturn(Btf btf, BtfType.FunctionPrototype prototype) {
    BtfType result = btf.type(btf.resolve(prototype.returnTypeId()));
    if (!(result instanceof BtfType.Int) && !(result instanceof BtfType.Enumeration)) {
      throw Violation.of(
          Rule.SUBPROGRAM_ARGUMENT,
          "Global function " + name() + "() doesn't return scalar. Only those are supported.",
          "The global function " + name() + " must return a number");
    }
  }

  /** Demands that the arguments of a call are what the function relies on. */
  void checkCall() {
    List<Parameter> parameters = parameters();
    for (int i = 0; i < parameters.size(); i++) {
      checkArgument(parameters.get(i), i + 1);
    }
  }

  private void checkArgument(Parameter parameter, int register) {
    Value value = machine.read(register);
    boolean isNull = value instanceof Scalar scalar && scalar.isConstant(0);
    switch (parameter) {
      case Parameter.Numeric _ -> {
        if (!(value instanceof Scalar)) {
          throw invalid(register, "R" + register + " is not a scalar");
        }
      }
      case Parameter.Context _ -> {
        if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.CONTEXT) {
          throw invalid(
              register,
              "arg#" + (register - 1) + " expected pointer to ctx, but got " + value.typeName());
        }
        Offsets.checkUnmodified(pointer, register);
      }
      case Parameter.Memory(int bytes, boolean nullable) ->
          checkMemory(register, value, isNull, bytes, nullable);
      case Parameter.Dynptr _ ->
          new Dynptrs(machine).checkInitialised(register, "arg#" + (register - 1));
      case Parameter.Arena _ -> {
        boolean arena = value instanceof Pointer pointer && pointer.kind() == PointerKind.ARENA;
        if (!arena && !(value instanceof Scalar)) {
          throw invalid(register, "R" + register + " is not a pointer to arena or scalar.");
        }
      }
      case Parameter.KernelObject object -> checkObject(register, value, isNull, object);
    }
  }

  private void checkMemory(int register, Value value, boolean isNull, int bytes, boolean nullable) {
    if (isNull && nullable) {
      return;
    }
    boolean maybe = value instanceof Pointer pointer && pointer.isNullable();
    if (!nullable && (isNull || maybe)) {
      throw invalid(register, "arg#" + (register - 1) + " is expected to be non-NULL");
    }
    if (maybe) {
      machine.frame().register(register, NullChecks.notNull((Pointer) value));
    }
    HelperMemory memory = new HelperMemory(machine, "function " + name());
    try {
      memory.check(register, bytes, false, false, false);
      memory.check(register, bytes, true, false, false);
    } catch (Violation violation) {
      throw Violation.of(
          violation.rule(),
          "Caller passes invalid args into func: " + violation.kernelText(),
          "The memory passed to " + name() + " does not fit: " + violation.explanation());
    }
  }

  private void checkObject(
      int register, Value value, boolean isNull, Parameter.KernelObject object) {
    if (isNull && object.nullable()) {
      return;
    }
    boolean fits =
        value instanceof Pointer pointer
            && pointer.kind() == PointerKind.BTF_OBJECT
            && (!pointer.isNullable() || object.nullable())
            && (!object.trusted() || pointer.has(PointerFlag.TRUSTED) || pointer.reference() != 0)
            && pointer.target() instanceof Target.Typed(var btf, int typeId)
            && TypeMatch.isSame(btf, typeId, pointer.offset(), object.type());
    if (!fits) {
      throw invalid(
          register,
          "R" + register + " type=" + value.typeName() + " expected=ptr_, trusted_ptr_, rcu_ptr_");
    }
  }

  private Violation invalid(int register, String text) {
    return Violation.of(
        Rule.SUBPROGRAM_ARGUMENT,
        text + "\nCaller passes invalid args into func#" + name(),
        "Argument "
            + register
            + " of the function "
            + name()
            + " is "
            + machine.peek(register)
            + ", which its declaration does not allow");
  }

  /** Sets up the registers with which the function is verified on its own. */
  public void enter(Frame frame) {
    List<Parameter> parameters = parameters();
    for (int i = 0; i < parameters.size(); i++) {
      frame.register(i + 1, entry(parameters.get(i)));
    }
  }

  private Value entry(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Numeric _ -> Value.unknown();
      case Parameter.Context _ -> Pointer.of(PointerKind.CONTEXT);
      case Parameter.Memory(int bytes, boolean nullable) ->
          Pointer.of(
                  PointerKind.MEMORY, nullable ? PointerFlag.NULLABLE : 0, new Target.Sized(bytes))
              .withId(nullable ? machine.control().freshId() : 0);
      case Parameter.Dynptr _ ->
          Pointer.of(
                  PointerKind.DYNPTR,
                  0,
                  new Target.OfDynptr(dev.skep.verifier.state.DynptrKind.LOCAL))
              .withId(machine.control().freshId());
      case Parameter.Arena _ -> Value.unknown();
      case Parameter.KernelObject object -> {
        int flags = object.trusted() ? PointerFlag.TRUSTED : PointerFlag.UNTRUSTED;
        Pointer pointer =
            Pointer.of(
                PointerKind.BTF_OBJECT,
                object.nullable() ? flags | PointerFlag.NULLABLE : flags,
                object.type());
        yield object.nullable() ? pointer.withId(machine.control().freshId()) : pointer;
      }
    };
  }
}
