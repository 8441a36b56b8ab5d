package dev.skep.verifier.environment;

import dev.skep.abi.AttachType;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperAvailability;
import dev.skep.abi.HelperRule;
import dev.skep.abi.HelperSignature;
import dev.skep.abi.HelperSignatures;
import dev.skep.abi.ProgramType;
import dev.skep.abi.context.ContextLayout;
import dev.skep.abi.kfunc.Kfunc;
import dev.skep.btf.Btf;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program is verified against. Immutable; hosts add helpers, kernel functions and contexts
 * of their own as data.
 */
public final class Environment {
  private final Map<String, MapInfo> maps;
  private final Map<Integer, HelperDefinition> helpers;
  private final Map<String, Kfunc> kfuncs;
  private final Map<ProgramType, ContextLayout> contexts;
  private final Optional<Btf> kernelTypes;
  private final Privilege privilege;
  private final Limits limits;

  private Environment(Builder builder) {
    maps = Map.copyOf(builder.maps);
    helpers = Map.copyOf(builder.helpers);
    kfuncs = Map.copyOf(builder.kfuncs);
    contexts = Map.copyOf(builder.contexts);
    kernelTypes = builder.kernelTypes;
    privilege = builder.privilege;
    limits = builder.limits.orElse(Limits.of(builder.privilege));
  }

  /** A builder of the environment that a privileged loader on Linux 6.18 has. */
  public static Builder builder() {
    return new Builder();
  }

  /** The environment of a privileged loader with these maps and no BTF of a kernel. */
  public static Environment of(Collection<MapSpec> maps) {
    return builder().maps(maps).build();
  }

  /** The map with a name. */
  public Optional<MapInfo> map(String name) {
    return Optional.ofNullable(maps.get(name));
  }

  /** The kernel's types. */
  public Optional<Btf> kernelTypes() {
    return kernelTypes;
  }

  /** As whom the program is loaded. */
  public Privilege privilege() {
    return privilege;
  }

  /** How much the verification may take. */
  public Limits limits() {
    return limits;
  }

  /** The kernel function with a name, or empty when programs may not call it. */
  public Optional<Kfunc> kfunc(String name) {
    Kfunc own = kfuncs.get(name);
    return own != null ? Optional.of(own) : Kfunc.of(name);
  }

  /** The helper with a number, whether or not a program may call it. */
  public Optional<HelperDefinition> helper(int id, ProgramSpec program) {
    HelperDefinition own = helpers.get(id);
    if (own != null) {
      return Optional.of(own);
    }
    return known(id)
        .map(helper -> {
          HelperSignature signature =
              program
                  .expectedAttachType()
                  .map(attach -> HelperSignatures.of(helper, program.type(), attach))
                  .orElseGet(() -> HelperSignatures.of(helper, program.type()));
          HelperSignature common = HelperSignatures.of(helper);
          HelperDefinition definition = HelperDefinition.of(signature);
          return new HelperDefinition(
              id,
              definition.name(),
              definition.known(),
              signature.returns(),
              common.traits(),
              signature.arguments());
        });
  }

  private static Optional<Helper> known(int id) {
    Helper[] all = Helper.values();
    return id >= 1 && id <= all.length ? Optional.of(all[id - 1]) : Optional.empty();
  }

  /** Whether programs like this one may call a helper. */
  public boolean allows(HelperDefinition helper, ProgramSpec program) {
    if (helpers.containsKey(helper.id())) {
      return true;
    }
    Optional<HelperRule> rule = rule(helper, program);
    if (rule.isEmpty()) {
      return false;
    }
    boolean attach =
        rule.get().attachTypes().isEmpty()
            || program.expectedAttachType().map(rule.get()::allows).orElse(false);
    return attach && (privilege == Privilege.PRIVILEGED || rule.get().needs().isEmpty());
  }

  /** The circumstances under which a helper may be called. */
  public Optional<HelperRule> rule(HelperDefinition helper, ProgramSpec program) {
    return helper.known().flatMap(known -> HelperAvailability.of(program.type()).rule(known));
  }

  /** The context that programs like this one start with. */
  public ContextLayout context(ProgramSpec program) {
    ContextLayout own = contexts.get(program.type());
    if (own != null) {
      return own;
    }
    Optional<AttachType> attach = program.expectedAttachType();
    return attach.isPresent()
        ? ContextLayout.of(program.type(), attach.get())
        : ContextLayout.of(program.type());
  }

  /** Collects an environment's parts; not thread-safe. */
  public static final class Builder {
    private final Map<String, MapInfo> maps = new HashMap<>();
    private final Map<Integer, HelperDefinition> helpers = new HashMap<>();
    private final Map<String, Kfunc> kfuncs = new HashMap<>();
    private final Map<ProgramType, ContextLayout> contexts = new HashMap<>();
    private Optional<Btf> kernelTypes = Optional.empty();
    private Privilege privilege = Privilege.PRIVILEGED;
    private Optional<Limits> limits = Optional.empty();

    private Builder() {}

    /** Adds maps, under their names. */
    public Builder maps(Collection<MapSpec> specs) {
      specs.forEach(spec -> maps.put(spec.name(), MapInfo.of(spec)));
      return this;
    }

    /** Adds helpers, or replaces Linux's, by number; all programs may call them. */
    public Builder helpers(List<HelperDefinition> definitions) {
      definitions.forEach(each -> helpers.put(each.id(), each));
      return this;
    }

    /** Adds kernel functions, or replaces Linux's, by name. */
    public Builder kfuncs(List<Kfunc> definitions) {
      definitions.forEach(each -> kfuncs.put(each.name(), each));
      return this;
    }

    /** Replaces the context of a program type. */
    public Builder context(ProgramType type, ContextLayout layout) {
      contexts.put(type, layout);
      return this;
    }

    /** Sets the kernel's types. */
    public Builder kernelTypes(Btf types) {
      kernelTypes = Optional.of(types);
      return this;
    }

    /** Sets as whom the program is loaded. */
    public Builder privilege(Privilege newPrivilege) {
      privilege = newPrivilege;
      return this;
    }

    /** Sets how much the verification may take. */
    public Builder limits(Limits newLimits) {
      limits = Optional.of(newLimits);
      return this;
    }

    /** The environment. */
    public Environment build() {
      return new Environment(this);
    }
  }
}
