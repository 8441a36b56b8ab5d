package dev.skep.object;

import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import dev.skep.spec.MapSpec;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Objects as text for people. */
public final class ObjectText {
  private ObjectText() {}

  /** What is in an object: programs, maps, externs, and how much there is to relocate. */
  public static String object(ObjectFile object) {
    StringBuilder text = new StringBuilder();
    boolean little = object.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    text.append(object.name()).append(little ? ": little endian" : ": big endian");
    text.append(", license ").append(object.license().isEmpty() ? "none" : object.license());
    text.append('\n');
    if (!object.programs().isEmpty()) {
      text.append("programs\n");
      object.programs().forEach(program -> program(text, object, program));
    }
    if (!object.maps().isEmpty()) {
      text.append("maps\n");
      object.maps().forEach(map -> map(text, "  ", map));
    }
    if (!object.externs().isEmpty()) {
      text.append("externs\n");
      for (Extern extern : object.externs()) {
        text.append(String.format("  %-8s %s", extern.kind().label(), extern.name()));
        text.append(extern.weak() ? " (weak)\n" : "\n");
      }
    }
    return text.append("relocations: ")
        .append(object.relocationCount())
        .append(", CO-RE: ")
        .append(object.coreRelocationCount())
        .append('\n')
        .toString();
  }

  private static void program(StringBuilder text, ObjectFile object, EntryProgram program) {
    text.append(String.format("  %-32s %-24s", program.name(), program.section()));
    text.append(program.type().map(type -> ' ' + type.label()).orElse(" type unknown"));
    program.attachType().ifPresent(type -> text.append(' ').append(type.label()));
    program.target().ifPresent(target -> text.append(" on ").append(target));
    text.append(", ").append(object.slots(program)).append(" slots\n");
  }

  private static void map(StringBuilder text, String indent, MapSpec map) {
    text.append(
        String.format(
            "%s%-24s %-16s key=%d value=%d max_entries=%s flags=0x%x%n",
            indent,
            map.name(),
            map.type().label(),
            map.keySize(),
            map.valueSize(),
            Integer.toUnsignedString(map.maxEntries()),
            map.flags()));
    map.inner().ifPresent(inner -> map(text, indent + "  ", inner));
  }

  /** A linked program: its functions, source lines and instructions. */
  public static String program(LinkedProgram program) {
    StringBuilder text = new StringBuilder();
    text.append("program ").append(program.program().name());
    text.append(" (section ").append(program.program().sectionName()).append(")\n");
    Map<Integer, String> functions = new HashMap<>();
    for (FunctionInfo function : program.functions()) {
      functions.put(function.slot(), function.name());
    }
    Map<Integer, LineInfo> lines = new HashMap<>();
    program.lines().forEach(line -> lines.putIfAbsent(line.slot(), line));
    SlotText slots = new SlotText(program);
    for (int slot = 0; slot < program.slots(); slot++) {
      if (functions.containsKey(slot)) {
        text.append(functions.get(slot)).append(":\n");
      }
      LineInfo line = lines.get(slot);
      if (line != null && !line.text().isBlank()) {
        text.append("; ").append(line.text().strip()).append('\n');
      }
      String instruction = slots.of(slot);
      if (!instruction.isEmpty()) {
        text.append(
            String.format("%5d: (%02x) %s%n", slot, program.word(slot) & 0xff, instruction));
      }
    }
    program.unresolved().forEach(each -> text.append("unresolved: ").append(each).append('\n'));
    return text.toString();
  }
}
