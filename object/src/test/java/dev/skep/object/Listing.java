package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.object.core.CoreException;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.MapSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What we make of an object, written as {@code oracle.c} writes what libbpf makes of it. */
public final class Listing {
  private Listing() {}

  /**
   * Prints the listings of objects against the types in the last file before that starts with @.
   */
  public static void main(String[] arguments) throws Exception {
    Btf target = Btf.of(new BtfBuilder(ByteOrder.LITTLE_ENDIAN).bytes());
    for (String argument : arguments) {
      if (argument.startsWith("@")) {
        target = ObjectReader.readTypes(Path.of(argument.substring(1)));
        continue;
      }
      System.out.println("O " + argument);
      try {
        ObjectFile object = ObjectReader.read(Path.of(argument));
        object.maps().forEach(map -> System.out.println(map(map)));
        programs(object, target)
            .forEach((name, lines) -> {
              System.out.println("P " + name);
              lines.forEach(System.out::println);
            });
      } catch (MalformedObjectException refused) {
        System.out.println("E open " + refused.getMessage());
      }
    }
  }

  /** The line of a map. */
  static String map(MapSpec map) {
    return String.format(
        "M %s %d %d %d %s %s %s %d",
        map.name(),
        map.type().code(),
        map.keySize(),
        map.valueSize(),
        Integer.toUnsignedString(map.maxEntries()),
        Integer.toUnsignedString(map.flags()),
        Long.toUnsignedString(map.extra()),
        map.inner().map(inner -> inner.type().code()).orElse(0));
  }

  /** The lines of each program, by section and name. */
  static Map<String, List<String>> programs(ObjectFile object, Btf target) {
    Map<String, List<String>> programs = new TreeMap<>();
    RelocatedObject relocated = object.relocate(target);
    for (EntryProgram program : object.programs()) {
      try {
        programs.put(program.sectionName() + "|" + program.name(), lines(relocated.link(program)));
      } catch (CoreException | MalformedObjectException refused) {
        programs.put(
            program.sectionName() + "|" + program.name(), List.of("E " + refused.getMessage()));
      }
    }
    return programs;
  }

  private static List<String> lines(LinkedProgram program) {
    List<String> lines = new ArrayList<>();
    for (int slot = 0; slot < program.slots(); slot++) {
      int at = slot;
      program
          .referenceAt(slot)
          .ifPresent(reference ->
              lines.add(
                  "R "
                      + at
                      + " "
                      + reference.kind().label()
                      + " "
                      + reference.name()
                      + " "
                      + reference.offset()));
    }
    ByteBuffer bytes = ByteBuffer.wrap(program.bytes());
    for (int slot = 0; slot < program.slots(); slot++) {
      byte[] one = new byte[8];
      bytes.get(one);
      lines.add("I " + HexFormat.of().formatHex(one));
    }
    for (FunctionInfo function : program.functions()) {
      if (function.typeId() != 0) {
        lines.add("F " + function.slot() + " " + function.typeId());
      }
    }
    lines.add("L " + program.lines().size());
    return lines;
  }
}
