package dev.skep.spec;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.isa.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A BPF program before any engine has seen it: inert, immutable, comparable. An engine's {@code
 * load} makes it live.
 *
 * @param name the program's name; the kernel keeps its first 15 bytes of letters, digits, {@code _}
 *     and {@code .}
 * @param type what it is for
 * @param expectedAttachType where it will be attached, for the types whose rules depend on it
 * @param flags the {@code BPF_F_*} load flags
 * @param attachTarget what it attaches to, for types that the verifier checks against it: a kernel
 *     function, an LSM hook, a program
 * @param license the license, which decides on GPL-only helpers
 * @param code the instructions: the entry function first, subprograms after it
 * @param references what instructions mean by name, by instruction index (not slot)
 * @param functions the functions in the order of their slots; empty when unknown
 * @param lines the source lines in the order of their slots; empty when unknown
 * @param types the BTF that functions and lines are described in
 */
public record ProgramSpec(
    String name,
    ProgramType type,
    Optional<AttachType> expectedAttachType,
    int flags,
    Optional<String> attachTarget,
    String license,
    Code code,
    Map<Integer, Reference> references,
    List<FunctionInfo> functions,
    List<LineInfo> lines,
    Optional<Btf> types) {

  public ProgramSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(code);
    references = Map.copyOf(references);
    functions = List.copyOf(functions);
    lines = List.copyOf(lines);
    for (int index : references.keySet()) {
      if (index < 0 || index >= code.size()) {
        throw new IllegalArgumentException(
            "program " + name + ": reference at instruction " + index + " of " + code.size());
      }
    }
  }

  /** A builder of a program with a GPL license, no flags and no debug information. */
  public static Builder builder(String name, ProgramType type) {
    return new Builder(name, type);
  }

  /** A builder that starts from this program's values. */
  public Builder toBuilder() {
    Builder builder = new Builder(name, type);
    builder.expectedAttachType = expectedAttachType;
    builder.flags = flags;
    builder.attachTarget = attachTarget;
    builder.license = license;
    builder.code = code;
    builder.references = new HashMap<>(references);
    builder.functions = functions;
    builder.lines = lines;
    builder.types = types;
    return builder;
  }

  /** The source line that covers a slot, or empty when none is known. */
  public Optional<LineInfo> lineAt(int slot) {
    LineInfo found = null;
    for (LineInfo line : lines) {
      if (line.slot() > slot) {
        break;
      }
      found = line;
    }
    return Optional.ofNullable(found);
  }

  /** Collects a program's parts; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final ProgramType type;
    private Optional<AttachType> expectedAttachType = Optional.empty();
    private int flags;
    private Optional<String> attachTarget = Optional.empty();
    private String license = "GPL";
    private Code code = Code.of();
    private Map<Integer, Reference> references = new HashMap<>();
    private List<FunctionInfo> functions = List.of();
    private List<LineInfo> lines = List.of();
    private Optional<Btf> types = Optional.empty();

    private Builder(String name, ProgramType type) {
      this.name = name;
      this.type = type;
    }

    /** Sets where the program will be attached. */
    public Builder expectedAttachType(AttachType attachType) {
      this.expectedAttachType = Optional.of(attachType);
      return this;
    }

    /** Sets the {@code BPF_F_*} load flags. */
    public Builder flags(int flags) {
      this.flags = flags;
      return this;
    }

    /** Sets what the program attaches to, by name. */
    public Builder attachTarget(String target) {
      this.attachTarget = Optional.of(target);
      return this;
    }

    /** Sets the license. */
    public Builder license(String license) {
      this.license = license;
      return this;
    }

    /** Sets the instructions. */
    public Builder code(Code code) {
      this.code = code;
      return this;
    }

    /** Says what the instruction with this index means by name. */
    public Builder reference(int index, Reference reference) {
      references.put(index, reference);
      return this;
    }

    /** Sets what instructions mean by name, by instruction index. */
    public Builder references(Map<Integer, Reference> references) {
      this.references = new HashMap<>(references);
      return this;
    }

    /** Sets the functions. */
    public Builder functions(List<FunctionInfo> functions) {
      this.functions = functions;
      return this;
    }

    /** Sets the source lines. */
    public Builder lines(List<LineInfo> lines) {
      this.lines = lines;
      return this;
    }

    /** Sets the BTF that functions and lines are described in. */
    public Builder types(Btf types) {
      this.types = Optional.of(types);
      return this;
    }

    /** The program. */
    public ProgramSpec build() {
      return new ProgramSpec(
          name,
          type,
          expectedAttachType,
          flags,
          attachTarget,
          license,
          code,
          references,
          functions,
          lines,
          types);
    }
  }
}
