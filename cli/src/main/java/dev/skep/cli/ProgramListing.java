package dev.skep.cli;

import dev.skep.abi.Helper;
import dev.skep.isa.Instruction;
import dev.skep.isa.text.Disassembler;
import dev.skep.isa.text.Spelling;
import dev.skep.isa.text.SymbolNames;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.trace.CompiledScript;
import java.io.IOException;

/**
 * Prints compiled programs as the kernel's own listings spell them, with the names of the maps that
 * they use.
 */
final class ProgramListing {
  private ProgramListing() {}

  static void print(Console console, CompiledScript script) throws IOException {
    for (MapSpec map : script.maps()) {
      console.line(
          "map "
              + map.name()
              + ": "
              + map.type().label()
              + " key "
              + map.keySize()
              + "B value "
              + map.valueSize()
              + "B max_entries "
              + map.maxEntries());
    }
    for (ProgramSpec program : script.programs()) {
      console.line("\n" + program.type().label() + " " + program.name() + ":");
      print(console, program);
    }
  }

  private static void print(Console console, ProgramSpec program) throws IOException {
    Disassembler disassembler =
        Disassembler.of(
            Spelling.KERNEL,
            SymbolNames.ofHelpers(id -> Helper.of(id).map(Helper::functionName).orElse(null)));
    for (int i = 0; i < program.code().size(); i++) {
      Instruction instruction = program.code().get(i);
      Reference reference = program.references().get(i);
      String line = disassembler.line(program.code().slotOf(i), instruction);
      console.line(reference == null ? line : line + "  ; " + reference.name());
    }
  }
}
