package dev.skep.verifier.rules;

import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.DynptrKind;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.List;

/**
 * What a kernel function demands of its arguments, by its prototype and the names of its
 * parameters.
 */
record KfuncArguments(
    Machine machine,
    Subject.KernelFunction function,
    Btf btf,
    BtfType.FunctionPrototype type,
    KfuncFacts facts) {

  void check() {
    List<BtfType.Parameter> parameters = type.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (!parameters.get(i).name().endsWith("__ign")) {
        check(i + 1, parameters.get(i));
      }
    }
  }

  private void check(int register, BtfType.Parameter parameter) {
    BtfType declared = btf.type(btf.resolve(parameter.typeId()));
    Value value = machine.read(register);
    if (declared instanceof BtfType.Pointer pointer) {
      pointer(register, parameter, pointer, value);
    } else {
      number(register, parameter, value);
    }
  }

  private void number(int register, BtfType.Parameter parameter, Value value) {
    if (!(value instanceof Scalar scalar)) {
      throw refused("R" + register + " is not a scalar");
    }
    String name = parameter.name();
    if (name.endsWith("__k") || name.endsWith("__szk")) {
      if (!scalar.isConstant()) {
        throw refused("R" + register + " must be a known constant");
      }
      machine.control().markPrecise(register);
      facts.constant = scalar.range().constant();
    }
  }

  private boolean isSized(int register) {
    if (register >= type.parameters().size()) {
      return false;
    }
    String next = type.parameters().get(register).name();
    return next.endsWith("__sz") || next.endsWith("__szk");
  }

  private void pointer(
      int register, BtfType.Parameter parameter, BtfType.Pointer declared, Value value) {
    String name = parameter.name();
    int target = btf.resolve(declared.typeId());
    BtfType pointee = btf.type(target);
    boolean isNull = value instanceof Scalar scalar && scalar.isConstant(0);
    boolean optional = name.endsWith("__nullable") || name.endsWith("__opt");
    checkTrust(register, value, optional);
    takeReference(value);
    boolean iterator =
        register == 1
            && (function.has(KfuncFlag.ITER_NEW)
                || function.has(KfuncFlag.ITER_NEXT)
                || function.has(KfuncFlag.ITER_DESTROY));
    if (iterator) {
      new Iterators(machine).argument(function, btf, target);
    } else if (isNull && optional && !isSized(register)) {
      machine.control().markPrecise(register);
    } else if (pointee.name().equals("bpf_dynptr")) {
      dynptr(register, name);
    } else if (name.endsWith("__map")) {
      map(register, value);
    } else if (isSized(register)) {
      sizedMemory(register, name, isNull);
    } else if (isContext(pointee)) {
      context(register, value);
    } else {
      object(register, value, target, pointee);
    }
  }

  private void checkTrust(int register, Value value, boolean optional) {
    boolean trusting =
        function.has(KfuncFlag.TRUSTED_ARGS)
            || function.has(KfuncFlag.RCU)
            || function.has(KfuncFlag.RELEASE);
    boolean isNull =
        (value instanceof Scalar scalar && scalar.isConstant(0))
            || (value instanceof Pointer pointer && pointer.isNullable());
    if (trusting && isNull && !optional) {
      throw refused("Possibly NULL pointer passed to trusted arg" + (register - 1));
    }
  }

  private void takeReference(Value value) {
    if (value instanceof Pointer pointer && pointer.reference() != 0) {
      if (facts.reference != 0) {
        throw refused("more than one arg with ref_obj_id");
      }
      facts.reference = pointer.reference();
    }
  }

  private boolean isContext(BtfType pointee) {
    String own = machine.subject().environment().context(machine.subject().spec()).structName();
    String name = pointee.name();
    return own.equals(name)
        || own.equals("struct " + name)
        || function.name().equals("bpf_cast_to_kern_ctx");
  }

  private void context(int register, Value value) {
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.CONTEXT) {
      throw refused(
          "arg#" + (register - 1) + " expected pointer to ctx, but got " + value.typeName());
    }
    Offsets.checkUnmodified(pointer, register);
  }

  private void dynptr(int register, String name) {
    if (name.endsWith("__uninit")) {
      DynptrKind kind =
          switch (function.name()) {
            case "bpf_dynptr_from_skb" -> DynptrKind.SKB;
            case "bpf_dynptr_from_xdp" -> DynptrKind.XDP;
            case "bpf_dynptr_from_skb_meta" -> DynptrKind.SKB_META;
            default -> throw refused("dynptr of unknown kind from " + function.name());
          };
      new Dynptrs(machine).create(register, kind);
      return;
    }
    facts.dynptr = new Dynptrs(machine).checkInitialised(register, function.name());
  }

  private void map(int register, Value value) {
    boolean object =
        value instanceof Pointer pointer
            && pointer.has(PointerFlag.TRUSTED)
            && pointer.target() instanceof Target.Typed(var own, int typeId)
            && own.type(typeId).name().equals("bpf_map");
    if (object) {
      return;
    }
    if (!(value instanceof Pointer pointer) || pointer.kind() != PointerKind.MAP) {
      String has = value instanceof Pointer pointer ? objectName(pointer) : value.typeName();
      throw refused(
          "kernel function "
              + function.name()
              + " args#"
              + (register - 1)
              + " expected pointer to STRUCT bpf_map but R"
              + register
              + " has a pointer to "
              + has);
    }
  }

  private static String objectName(Pointer pointer) {
    return pointer.target() instanceof Target.Typed(var btf, int typeId)
        ? "STRUCT " + btf.type(typeId).name()
        : pointer.typeName();
  }

  private void sizedMemory(int register, String name, boolean isNull) {
    HelperMemory memory = new HelperMemory(machine, function.name());
    boolean optional = name.endsWith("__opt") || name.endsWith("__nullable");
    if (isNull && optional) {
      if (!(machine.read(register + 1) instanceof Scalar)) {
        throw refused("R" + (register + 1) + " is not a scalar");
      }
      return;
    }
    memory.checkSized(register + 1, false, true, false);
    memory.checkSized(register + 1, true, true, false);
  }

  private void object(int register, Value value, int target, BtfType pointee) {
    if (!(value instanceof Pointer pointer)) {
      throw refused(
          "arg#"
              + (register - 1)
              + " pointer type "
              + pointee.kind()
              + " "
              + pointee.name()
              + " must point to scalar, or struct with scalar");
    }
    if (pointer.kind() == PointerKind.BTF_OBJECT && pointee instanceof BtfType.Struct) {
      checkObject(register, pointer, target);
      return;
    }
    if (pointer.kind() == PointerKind.MAP && pointee.name().equals("bpf_map")) {
      return;
    }
    if (pointee instanceof BtfType.VoidType) {
      throw refused("arg#" + (register - 1) + " pointer type UNKNOWN must point to scalar");
    }
    boolean plain = pointee instanceof BtfType.Int || pointee instanceof BtfType.Enumeration;
    boolean scalars = pointee instanceof BtfType.Struct struct && isAllNumbers(struct, 0);
    if (!plain && !scalars) {
      throw refused(
          "arg#"
              + (register - 1)
              + " pointer type STRUCT "
              + pointee.name()
              + " must point to scalar, or struct with scalar");
    }
    if (pointer.isNullable()) {
      throw refused("Possibly NULL pointer passed to helper arg" + register);
    }
    HelperMemory memory = new HelperMemory(machine, function.name());
    int size = (int) btf.sizeOf(target);
    memory.check(register, size, false, false, false);
    memory.check(register, size, true, false, false);
  }

  private boolean isAllNumbers(BtfType.Struct struct, int nesting) {
    return nesting < 4
        && struct.members().stream()
            .allMatch(member ->
                switch (btf.type(btf.resolve(member.typeId()))) {
                  case BtfType.Int _ -> true;
                  case BtfType.Enumeration _ -> true;
                  case BtfType.Struct inner -> isAllNumbers(inner, nesting + 1);
                  case BtfType.Array array ->
                      btf.type(btf.resolve(array.elementTypeId())) instanceof BtfType.Int;
                  default -> false;
                });
  }

  private void checkObject(int register, Pointer pointer, int target) {
    boolean rcu = function.has(KfuncFlag.RCU);
    boolean trusted =
        pointer.reference() != 0
            || pointer.has(PointerFlag.TRUSTED)
            || (rcu && pointer.has(PointerFlag.RCU));
    boolean wanted = rcu || function.has(KfuncFlag.TRUSTED_ARGS) || function.has(KfuncFlag.RELEASE);
    if (wanted && (!trusted || pointer.has(PointerFlag.UNTRUSTED))) {
      throw refused(
          rcu
              ? "R" + register + " must be a rcu pointer"
              : "R" + register + " must be referenced or trusted");
    }
    if (pointer.has(PointerFlag.UNTRUSTED | PointerFlag.USER | PointerFlag.PER_CPU)) {
      throw refused("R" + register + " must be referenced or trusted");
    }
    if (function.has(KfuncFlag.RELEASE)) {
      Offsets.checkUnmodified(pointer, register);
    } else {
      Offsets.checkFixed(pointer, register);
    }
    boolean fits =
        pointer.target() instanceof Target.Typed(Btf own, int typeId)
            && TypeMatch.isSame(own, typeId, pointer.offset(), new Target.Typed(btf, target));
    if (!fits) {
      throw refused(
          "kernel function "
              + function.name()
              + " args#"
              + (register - 1)
              + " expected pointer to STRUCT "
              + btf.type(target).name()
              + " but R"
              + register
              + " has a pointer to "
              + objectName(pointer));
    }
  }

  private Violation refused(String text) {
    return Violation.of(Rule.KFUNC_ARGUMENT, text, function.name() + ": " + text);
  }
}
