package dev.skep.object;

import dev.skep.spec.MapSpec;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Objects as JSON, one line for each program.
 *
 * <p>{@code insns} has an entry for each 8-byte slot: {@code hex} is the slot as it lies in memory
 * (16 digits; descriptors, BTF ids and addresses are zeros), {@code text} the instruction (of the
 * first slot; empty for the second of a 64-bit load), {@code ref} what it means by name.
 */
public final class ObjectJson {
  private ObjectJson() {}

  /** A linked program. */
  public static String program(String object, LinkedProgram program) {
    JsonWriter json = start(object, program.program());
    json.name("insns").open('[');
    SlotText text = new SlotText(program);
    byte[] bytes = program.bytes();
    for (int slot = 0; slot < program.slots(); slot++) {
      json.open('{').member("hex", HexFormat.of().formatHex(bytes, slot * 8, slot * 8 + 8));
      json.member("text", text.of(slot));
      program.referenceAt(slot).ifPresent(reference -> reference(json, reference));
      json.close('}');
    }
    json.close(']');
    if (!program.unresolved().isEmpty()) {
      json.name("unresolved").open('[');
      program.unresolved().forEach(each -> unresolved(json, each));
      json.close(']');
    }
    return json.close('}').toString();
  }

  /** A program that cannot be relocated, with the reason. */
  public static String failure(String object, EntryProgram program, String reason) {
    return start(object, program).member("error", reason).close('}').toString();
  }

  private static JsonWriter start(String object, EntryProgram program) {
    return new JsonWriter()
        .open('{')
        .member("object", object)
        .member("section", program.sectionName())
        .member("program", program.name());
  }

  private static void reference(JsonWriter json, SymbolReference reference) {
    json.name("ref")
        .open('{')
        .member("kind", reference.kind().label())
        .member(reference.kind().label(), reference.name())
        .member("name", reference.name())
        .member("offset", reference.offset())
        .close('}');
  }

  private static void unresolved(JsonWriter json, Unresolved each) {
    json.open('{').member("slot", each.slot()).member("reason", each.reason());
    each.line().ifPresent(line -> json.member("file", line.file()).member("line", line.line()));
    json.close('}');
  }

  /** What is in an object, as one line. */
  public static String object(ObjectFile object) {
    JsonWriter json = new JsonWriter().open('{').member("object", object.name());
    boolean little = object.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    json.member("endian", little ? "little" : "big").member("license", object.license());
    json.name("programs").open('[');
    object.programs().forEach(program -> program(json, object, program));
    json.close(']').name("maps").open('[');
    object.maps().forEach(map -> map(json, map));
    json.close(']').name("externs").open('[');
    for (Extern extern : object.externs()) {
      json.open('{').member("name", extern.name()).member("kind", extern.kind().label());
      json.name("weak").bool(extern.weak()).close('}');
    }
    json.close(']').member("relocations", object.relocationCount());
    return json.member("core_relocations", object.coreRelocationCount()).close('}').toString();
  }

  private static void program(JsonWriter json, ObjectFile object, EntryProgram program) {
    json.open('{').member("section", program.sectionName()).member("program", program.name());
    program.type().ifPresent(type -> json.member("type", type.label()));
    program.attachType().ifPresent(type -> json.member("attach_type", type.label()));
    program.target().ifPresent(target -> json.member("target", target));
    json.name("autoload").bool(program.autoload());
    json.member("slots", object.slots(program)).close('}');
  }

  private static void map(JsonWriter json, MapSpec map) {
    json.open('{').member("name", map.name()).member("type", map.type().label());
    json.member("key_size", map.keySize()).member("value_size", map.valueSize());
    json.member("max_entries", Integer.toUnsignedLong(map.maxEntries()));
    json.member("flags", Integer.toUnsignedLong(map.flags()));
    map.inner().ifPresent(inner -> map(json.name("inner"), inner));
    json.close('}');
  }
}
