package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** Reads of the fields of kernel objects, checked against BTF. */
record TypedAccess(Machine machine, Access access, Pointer pointer) {

  /** A load through a pointer to a kernel object. */
  Value perform() {
    Target.Typed target = (Target.Typed) pointer.target();
    if (!machine.privileged()) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          "'struct "
              + target.btf().type(target.typeId()).name()
              + "' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
    }
    if (!machine.subject().gplCompatible()) {
      throw Violation.of(
          Rule.LICENSE,
          "Cannot access kernel 'struct "
              + target.btf().type(target.typeId()).name()
              + "' from non-GPL compatible program");
    }
    checkPointer(target);
    int offset = pointer.offset() + access.offset();
    if (access.write() && !pointer.has(PointerFlag.ALLOCATED)) {
      throw Violation.of(
          Rule.READ_ONLY,
          "only read is supported",
          "Fields of kernel objects may only be read: " + pointer);
    }
    return field(target.btf(), target.typeId(), offset);
  }

  private void checkPointer(Target.Typed target) {
    String name = target.btf().type(target.typeId()).name();
    if (pointer.has(PointerFlag.USER | PointerFlag.PER_CPU)) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          "R"
              + access.register()
              + " is ptr_"
              + name
              + " access "
              + (pointer.has(PointerFlag.USER) ? "user" : "percpu")
              + " memory: off="
              + access.offset(),
          "The object is not in the kernel's own memory; copy it with a helper");
    }
    if (pointer.offset() + access.offset() < 0) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          "R"
              + access.register()
              + " is ptr_"
              + name
              + " invalid negative access: off="
              + (pointer.offset() + access.offset()));
    }
    if (!pointer.isFixed() || pointer.variable().constant() != 0) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          "R"
              + access.register()
              + " is ptr_"
              + name
              + " invalid variable offset: off="
              + pointer.offset()
              + ", var_off="
              + pointer.variable().bits());
    }
  }

  private Value field(Btf btf, int typeId, int offset) {
    BtfType type = btf.type(typeId);
    long size = btf.sizeOf(typeId);
    FieldWalk.Found found = FieldWalk.find(btf, typeId, offset, access.size());
    if (found == null) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          offset + access.size() > size
              ? "access beyond struct "
                  + type.name()
                  + " at off "
                  + offset
                  + " size "
                  + access.size()
              : "access beyond the end of member in struct "
                  + type.name()
                  + " at off "
                  + offset
                  + " size "
                  + access.size(),
          "struct "
              + type.name()
              + " has no field of "
              + access.size()
              + " bytes at offset "
              + offset);
    }
    if (found.pointee() == 0 || access.write()) {
      return Value.unknown();
    }
    int flags = new FieldTrust(machine, pointer, found).flags();
    Pointer loaded =
        Pointer.of(PointerKind.BTF_OBJECT, flags, new Target.Typed(btf, found.pointee()));
    return loaded.isNullable() ? loaded.withId(machine.control().freshId()) : loaded;
  }

  /** A load through a pointer to a map: the fields of {@code struct bpf_map}. */
  Value map() {
    Btf btf =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() ->
                Violation.of(
                    Rule.TYPE_INFORMATION,
                    "map_ptr access is not supported without CONFIG_DEBUG_INFO_BTF"));
    int offset = pointer.offset() + access.offset();
    if (!machine.privileged()) {
      throw Violation.of(
          Rule.TYPED_ACCESS, "map_ptr access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
    }
    if (access.write()) {
      throw Violation.of(Rule.READ_ONLY, "only read from bpf_map is supported");
    }
    if (offset < 0) {
      throw Violation.of(
          Rule.TYPED_ACCESS,
          "R" + access.register() + " is bpf_map invalid negative access: off=" + offset);
    }
    String name = structOf(pointer.inMap().map().type());
    int typeId = btf.find(name, BtfType.Struct.class).orElseThrow();
    return field(btf, typeId, offset);
  }

  private static String structOf(dev.skep.abi.MapType type) {
    return switch (type) {
      case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> "bpf_htab";
      case ARRAY, PERCPU_ARRAY, PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, ARRAY_OF_MAPS ->
          "bpf_array";
      default -> "bpf_map";
    };
  }
}
