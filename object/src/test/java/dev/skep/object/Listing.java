package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.object.core.CoreException;
import dev.skep.spec.FunctionInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** What we make of an object, written as {@code oracle.c} writes what libbpf makes of it. */
public final class Listing {
  private Listing() {}

  /**
   * Prints the listings of objects against the types in the last file before that starts with @.
   */
  @SuppressWarnings("NullAway")
  public static void main(String[] arguments) throws Exception {
    Btf target = null;
    for (String argument : arguments) {
      if (argument.startsWith("@")) {
        target = ObjectReader.readTypes(Path.of(argument.substring(1)));
        continue;
      }
      System.out.println("O " + argument);
      try {
        ObjectFile object = ObjectReader.read(Path.of(argument));
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

  /** The lines of each program, by section and name. */
  static java.util.Map<String, List<String>> programs(ObjectFile object, Btf target) {
    TreeMap<String, List<String>> programs = new TreeMap<>();
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
