package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.kernel.sys.ProgramLoadAttribute;
import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program's functions and source lines as the kernel takes them ({@code struct bpf_func_info},
 * {@code struct bpf_line_info} of linux/bpf.h):
 *
 * <pre>
 * function   0 insn_off   4 type_id
 * line       0 insn_off   4 file_name_off   8 line_off   12 line &lt;&lt; 10 | column
 * </pre>
 */
final class ProgramTypes {
  private static final int FUNCTION_BYTES = 8;
  private static final int LINE_BYTES = 16;
  private static final int COLUMN_BITS = 10;

  private ProgramTypes() {}

  /** Describes the program in the attribute, if it has types. */
  static void describe(
      ProgramSpec spec, TypeObjects objects, MemorySegment attribute, Arena arena) {
    boolean typed = spec.functions().stream().anyMatch(each -> each.typeId() != 0);
    if (spec.types().isEmpty() || !typed) {
      return;
    }
    Map<String, Integer> strings = new HashMap<>();
    Btf types = withStrings(spec.types().get(), spec.lines(), strings);
    attribute.set(JAVA_INT, ProgramLoadAttribute.BTF_FD, objects.descriptor(types));
    functions(spec, attribute, arena);
    lines(spec.lines(), strings, attribute, arena);
  }

  /** The types with all strings of the lines, and where those stand. */
  private static Btf withStrings(Btf types, List<LineInfo> lines, Map<String, Integer> offsets) {
    Set<String> missing = new HashSet<>();
    for (LineInfo line : lines) {
      missing.add(line.file());
      missing.add(line.text());
    }
    offsets.put("", 0);
    missing.remove("");
    types.forEachString((string, offset) -> {
      if (missing.remove(string)) {
        offsets.put(string, offset);
      }
    });
    if (missing.isEmpty()) {
      return types;
    }
    // The copy lays its strings out anew.
    BtfBuilder builder = BtfBuilder.copyOf(types);
    offsets.replaceAll((string, offset) -> string.isEmpty() ? 0 : builder.addString(string));
    missing.forEach(string -> offsets.put(string, builder.addString(string)));
    return builder.build();
  }

  private static void functions(ProgramSpec spec, MemorySegment attribute, Arena arena) {
    MemorySegment records = arena.allocate((long) spec.functions().size() * FUNCTION_BYTES, 8);
    long at = 0;
    for (var function : spec.functions()) {
      records.set(JAVA_INT, at, function.slot());
      records.set(JAVA_INT, at + 4, function.typeId());
      at += FUNCTION_BYTES;
    }
    attribute.set(JAVA_INT, ProgramLoadAttribute.FUNCTION_INFO_RECORD_BYTES, FUNCTION_BYTES);
    attribute.set(JAVA_LONG, ProgramLoadAttribute.FUNCTION_INFO, records.address());
    attribute.set(JAVA_INT, ProgramLoadAttribute.FUNCTION_INFO_COUNT, spec.functions().size());
  }

  private static void lines(
      List<LineInfo> lines, Map<String, Integer> strings, MemorySegment attribute, Arena arena) {
    if (lines.isEmpty()) {
      return;
    }
    MemorySegment records = arena.allocate((long) lines.size() * LINE_BYTES, 8);
    long at = 0;
    for (LineInfo line : lines) {
      records.set(JAVA_INT, at, line.slot());
      records.set(JAVA_INT, at + 4, strings.getOrDefault(line.file(), 0));
      records.set(JAVA_INT, at + 8, strings.getOrDefault(line.text(), 0));
      records.set(JAVA_INT, at + 12, line.line() << COLUMN_BITS | line.column());
      at += LINE_BYTES;
    }
    attribute.set(JAVA_INT, ProgramLoadAttribute.LINE_INFO_RECORD_BYTES, LINE_BYTES);
    attribute.set(JAVA_LONG, ProgramLoadAttribute.LINE_INFO, records.address());
    attribute.set(JAVA_INT, ProgramLoadAttribute.LINE_INFO_COUNT, lines.size());
  }
}
