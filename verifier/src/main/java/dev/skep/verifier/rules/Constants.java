package dev.skep.verifier.rules;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.isa.Instruction;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.Functions;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** The 64-bit load of a number, a map, an address in a map, a function or a kernel variable. */
record Constants(Machine machine, Instruction.LoadImmediate64 load) {

  void perform() {
    machine.write(load.dst(), value());
  }

  private Value value() {
    return switch (load.kind()) {
      case CONSTANT -> Value.constant(load.value());
      case MAP_FD, MAP_INDEX -> Pointer.of(PointerKind.MAP, 0, new Target.InMap(map(), 0));
      case MAP_VALUE, MAP_INDEX_VALUE -> mapValue(map());
      case FUNCTION -> function();
      case BTF_ID -> kernelVariable();
    };
  }

  private MapInfo map() {
    MapInfo map = machine.subject().map(machine.index());
    if (map == null) {
      throw Violation.of(
          Rule.MAP_ACCESS,
          "fd " + load.low() + " is not pointing to valid bpf_map",
          "The instruction names a map that is not known");
    }
    return map;
  }

  private Value mapValue(MapInfo map) {
    if (!map.hasDirectValue() || (map.type() == MapType.ARRAY && map.spec().maxEntries() != 1)) {
      throw Violation.of(
          Rule.MAP_ACCESS,
          "no direct value access support for this map type",
          "The address of a value of map "
              + map.name()
              + " cannot be taken: only an array with one"
              + " entry allows it");
    }
    if (map.type() == MapType.ARENA) {
      return Value.unknown();
    }
    long offset = Integer.toUnsignedLong(load.high());
    if (offset >= PointerArithmetic.MAX_OFFSET || offset >= map.valueSize()) {
      throw Violation.of(
          Rule.MAP_VALUE_BOUNDS,
          "invalid access to map value pointer, value_size=" + map.valueSize() + " off=" + offset);
    }
    Pointer pointer =
        Pointer.of(PointerKind.MAP_VALUE, 0, new Target.InMap(map, 0))
            .at((int) offset, Value.constant(0).range());
    boolean locked =
        map.has(SpecialField.Kind.SPIN_LOCK) || map.has(SpecialField.Kind.RESILIENT_SPIN_LOCK);
    return locked ? pointer.withId(machine.control().freshId()) : pointer;
  }

  private Value function() {
    Functions functions = machine.flow().functions();
    int target = Functions.target(machine.subject().code(), machine.index());
    int function = functions.startingAt(target);
    if (new FunctionTypes(machine.subject()).isGlobal(target)) {
      throw Violation.of(
          Rule.CALLBACK,
          "callback function not static",
          "The function whose address is taken must be static");
    }
    return Pointer.of(PointerKind.FUNCTION, 0, new Target.OfSubprogram(function));
  }

  private Value kernelVariable() {
    Btf btf =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() ->
                Violation.of(
                    Rule.TYPE_INFORMATION,
                    "kernel is missing BTF, make sure CONFIG_DEBUG_INFO_BTF=y is specified in Kconfig."));
    int id = load.low();
    var reference = machine.subject().spec().references().get(machine.index());
    if (reference instanceof dev.skep.spec.Reference.ToKernelVariable(String name, boolean weak)) {
      var found = btf.find(name, BtfType.Variable.class);
      if (found.isEmpty() && weak) {
        return Value.constant(0);
      }
      id =
          found.orElseThrow(() ->
              Violation.of(
                  Rule.TYPE_INFORMATION, "ldimm64 refers to unknown kernel variable " + name));
    }
    if (id <= 0 || id >= btf.typeCount()) {
      throw Violation.of(
          Rule.TYPE_INFORMATION, "ldimm64 insn specifies invalid btf_id " + id + ".");
    }
    return variable(btf, id);
  }

  private Value variable(Btf btf, int id) {
    if (btf.type(id) instanceof BtfType.Function) {
      return Pointer.of(PointerKind.MEMORY, PointerFlag.READ_ONLY, new Target.Sized(0));
    }
    if (!(btf.type(id) instanceof BtfType.Variable variable)) {
      throw Violation.of(
          Rule.TYPE_INFORMATION, "pseudo btf_id " + id + " in ldimm64 isn't KIND_VAR or KIND_FUNC");
    }
    int type = btf.resolve(variable.typeId());
    boolean perCpu = isPerCpu(btf, id);
    if (btf.type(type) instanceof BtfType.Struct) {
      return Pointer.of(
          PointerKind.BTF_OBJECT, perCpu ? PointerFlag.PER_CPU : 0, new Target.Typed(btf, type));
    }
    if (perCpu) {
      return Pointer.of(PointerKind.BTF_OBJECT, PointerFlag.PER_CPU, new Target.Typed(btf, type));
    }
    return Pointer.of(
        PointerKind.MEMORY, PointerFlag.READ_ONLY, new Target.Sized((int) btf.sizeOf(type)));
  }

  private static boolean isPerCpu(Btf btf, int variable) {
    var section = btf.find(".data..percpu", BtfType.DataSection.class);
    return section.isPresent()
        && btf.type(section.getAsInt(), BtfType.DataSection.class).variables().stream()
            .anyMatch(each -> each.typeId() == variable);
  }
}
