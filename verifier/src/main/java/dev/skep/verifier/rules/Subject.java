package dev.skep.verifier.rules;

import dev.skep.abi.ArgumentType;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperTrait;
import dev.skep.abi.ProgramType;
import dev.skep.abi.kfunc.Kfunc;
import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.Privilege;
import dev.skep.verifier.flow.CallKinds;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The program under verification with everything its instructions name resolved. */
public final class Subject implements CallKinds {
  private static final int STRICT_ALIGNMENT = 1;
  private static final int ANY_ALIGNMENT = 1 << 1;
  private static final int STATE_FREQUENCY = 1 << 3;
  private static final int SLEEPABLE = 1 << 4;

  private final ProgramSpec spec;
  private final Environment environment;
  private final Map<Integer, MapInfo> maps = new HashMap<>();
  private final Map<Integer, KernelFunction> kfuncs = new HashMap<>();
  private final Map<Integer, HelperDefinition> helpers = new HashMap<>();

  /** A kernel function that the program calls; the definition is missing when it may not. */
  public record KernelFunction(
      String name, Optional<Kfunc> definition, Optional<BtfType.FunctionPrototype> type) {
    /** Whether it has a flag. */
    public boolean has(KfuncFlag flag) {
      return definition.isPresent() && definition.get().has(flag);
    }
  }

  private Subject(ProgramSpec spec, Environment environment) {
    this.spec = spec;
    this.environment = environment;
  }

  /** The program with its references resolved, as far as they can be. */
  public static Subject of(ProgramSpec spec, Environment environment) {
    Subject subject = new Subject(spec, environment);
    for (int i = 0; i < spec.code().size(); i++) {
      subject.resolve(i);
    }
    return subject;
  }

  private void resolve(int index) {
    Reference reference = spec.references().get(index);
    if (reference instanceof Reference.ToMap(String name)) {
      environment.map(name).ifPresent(map -> maps.put(index, map));
    }
    switch (spec.code().get(index)) {
      case Instruction.CallHelper call ->
          environment.helper(call.id(), spec).ifPresent(helper -> helpers.put(index, helper));
      case Instruction.CallKfunc call -> kfuncs.put(index, kfunc(call, reference));
      default -> {
        // Nothing is named.
      }
    }
  }

  private KernelFunction kfunc(Instruction.CallKfunc call, @Nullable Reference reference) {
    Optional<Btf> types = environment.kernelTypes();
    String name = "#" + call.btfTypeId();
    int typeId = call.btfTypeId();
    if (reference instanceof Reference.ToKfunc(String called, boolean _)) {
      name = called;
      typeId = types.map(btf -> btf.find(called, BtfType.Function.class).orElse(0)).orElse(0);
    }
    Optional<BtfType.FunctionPrototype> prototype = Optional.empty();
    if (types.isPresent() && typeId > 0 && typeId < types.get().typeCount()) {
      Btf btf = types.get();
      if (btf.type(typeId) instanceof BtfType.Function function) {
        name = function.name();
        prototype = Optional.of(btf.type(function.typeId(), BtfType.FunctionPrototype.class));
      }
    }
    return new KernelFunction(name, environment.kfunc(name), prototype);
  }

  /** The program. */
  public ProgramSpec spec() {
    return spec;
  }

  /** The instructions. */
  public Code code() {
    return spec.code();
  }

  /** What it is verified against. */
  public Environment environment() {
    return environment;
  }

  /** The program's type. */
  public ProgramType type() {
    return spec.type();
  }

  /** Whether the loader has every capability. */
  public boolean privileged() {
    return environment.privilege() == Privilege.PRIVILEGED;
  }

  /** Whether the program may sleep. */
  public boolean sleepable() {
    return (spec.flags() & SLEEPABLE) != 0 || spec.type() == ProgramType.SYSCALL;
  }

  /** Whether every access must be aligned. */
  public boolean strictAlignment() {
    return (spec.flags() & STRICT_ALIGNMENT) != 0 && (spec.flags() & ANY_ALIGNMENT) == 0;
  }

  /** Whether states are to be stored as often as possible, for tests. */
  public boolean storesOften() {
    return (spec.flags() & STATE_FREQUENCY) != 0;
  }

  /** Whether the license allows GPL-only helpers (include/linux/license.h). */
  public boolean gplCompatible() {
    return switch (spec.license()) {
      case "GPL",
          "GPL v2",
          "GPL and additional rights",
          "Dual BSD/GPL",
          "Dual MIT/GPL",
          "Dual MPL/GPL" ->
          true;
      default -> false;
    };
  }

  /** The map that an instruction names, or null. */
  public @Nullable MapInfo map(int index) {
    return maps.get(index);
  }

  /** The kernel function that an instruction calls. */
  public KernelFunction kfunc(int index) {
    KernelFunction found = kfuncs.get(index);
    if (found == null) {
      throw new IllegalArgumentException("no kernel function is called at index " + index);
    }
    return found;
  }

  /** The helper that an instruction calls, or null when there is none with this number. */
  public @Nullable HelperDefinition helper(int index) {
    return helpers.get(index);
  }

  @Override
  public boolean callsCallback(int index) {
    HelperDefinition helper = helpers.get(index);
    if (helper != null) {
      return helper.arguments().stream().anyMatch(a -> a.type() == ArgumentType.PTR_TO_FUNC)
          && !helper.has(HelperTrait.ASYNCHRONOUS_CALLBACK)
          && !helper.is(Helper.TIMER_SET_CALLBACK);
    }
    KernelFunction kfunc = kfuncs.get(index);
    return kfunc != null && kfunc.name().equals("bpf_rbtree_add_impl");
  }

  @Override
  public boolean schedulesCallback(int index) {
    HelperDefinition helper = helpers.get(index);
    if (helper != null) {
      return helper.is(Helper.TIMER_SET_CALLBACK) || helper.has(HelperTrait.ASYNCHRONOUS_CALLBACK);
    }
    KernelFunction kfunc = kfuncs.get(index);
    return kfunc != null && kfunc.name().equals("bpf_wq_set_callback_impl");
  }

  @Override
  public boolean advancesIterator(int index) {
    KernelFunction kfunc = kfuncs.get(index);
    return kfunc != null && kfunc.has(KfuncFlag.ITER_NEXT);
  }

  @Override
  public boolean throwsException(int index) {
    KernelFunction kfunc = kfuncs.get(index);
    return kfunc != null && kfunc.name().equals("bpf_throw");
  }

  @Override
  public int argumentCount(int index) {
    HelperDefinition helper = helpers.get(index);
    if (helper != null) {
      return helper.arguments().size();
    }
    KernelFunction kfunc = kfuncs.get(index);
    return kfunc == null
        ? 5
        : kfunc.type().map(type -> Math.min(5, type.parameters().size())).orElse(5);
  }

  /** The name of the program type as people write it. */
  public String typeText() {
    return spec.type().name().toLowerCase(Locale.ROOT);
  }
}
