package dev.skep.object;

import dev.skep.isa.Code;
import dev.skep.isa.Decoder;
import dev.skep.isa.Instruction;
import dev.skep.isa.MalformedCodeException;
import dev.skep.object.elf.ElfFile;
import dev.skep.object.elf.ElfRelocation;
import dev.skep.object.elf.ElfSection;
import dev.skep.object.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the sections of instructions: functions from the symbols, meanings from the relocations.
 */
final class CodeSections {
  static final String TEXT = ".text";
  private static final int SLOT_BYTES = 8;

  private final ElfFile elf;
  private final List<ElfSymbol> symbols;
  private final Map<Integer, Extern> externs;

  /** Map names by the offset of their definitions, and the number of {@code .maps}. */
  private final Map<Long, String> mapAt;

  private final int mapsSection;
  private final int textSection;

  CodeSections(
      ElfFile elf, List<ElfSymbol> symbols, Map<Integer, Extern> externs, Map<Long, String> mapAt) {
    this.elf = elf;
    this.symbols = symbols;
    this.externs = externs;
    this.mapAt = mapAt;
    this.mapsSection = elf.section(MapDefinitions.SECTION).map(ElfSection::index).orElse(-1);
    this.textSection = elf.section(TEXT).map(ElfSection::index).orElse(-1);
  }

  /** All sections of instructions that are not empty, in the file's order. */
  List<CodeSection> read() {
    List<CodeSection> sections = new ArrayList<>();
    for (ElfSection section : elf.sections()) {
      if (section.type() == ElfSection.PROGBITS
          && section.has(ElfSection.EXECUTABLE)
          && section.size() > 0) {
        sections.add(section(section));
      }
    }
    return sections;
  }

  private CodeSection section(ElfSection section) {
    Code code;
    try {
      code = Decoder.decode(section.bytes().duplicate().order(section.bytes().order()));
    } catch (MalformedCodeException malformed) {
      throw new MalformedObjectException(
          elf.name(), section.name(), (long) malformed.slot() * SLOT_BYTES, malformed.reason());
    }
    Map<Integer, CodeMeaning> meanings = new HashMap<>();
    for (ElfSection relocations : elf.sections()) {
      boolean relocates =
          relocations.type() == ElfSection.REL || relocations.type() == ElfSection.RELA;
      if (relocates && relocations.info() == section.index()) {
        for (ElfRelocation relocation : elf.relocations(relocations)) {
          int slot = slot(section, relocation.offset());
          meanings.put(slot, meaning(section, code, slot, relocation));
        }
      }
    }
    return new CodeSection(section, code, functions(section), meanings);
  }

  private int slot(ElfSection section, long offset) {
    if (offset % SLOT_BYTES != 0 || offset < 0 || offset >= section.size()) {
      throw new MalformedObjectException(
          elf.name(), section.name(), offset, "a relocation that is at no instruction");
    }
    return (int) (offset / SLOT_BYTES);
  }

  private List<FunctionRange> functions(ElfSection section) {
    List<FunctionRange> functions = new ArrayList<>();
    for (ElfSymbol symbol : symbols) {
      if (symbol.type() != ElfSymbol.FUNCTION || symbol.section() != section.index()) {
        continue;
      }
      boolean aligned = symbol.value() % SLOT_BYTES == 0 && symbol.size() % SLOT_BYTES == 0;
      if (!aligned
          || symbol.size() == 0
          || symbol.value() < 0
          || symbol.value() + symbol.size() > section.size()) {
        throw new MalformedObjectException(
            elf.name(),
            section.name(),
            Math.max(0, symbol.value()),
            "function "
                + symbol.name()
                + " with size="
                + symbol.size()
                + " does not lie in its section");
      }
      boolean hidden =
          symbol.visibility() == ElfSymbol.HIDDEN || symbol.visibility() == ElfSymbol.INTERNAL;
      functions.add(
          new FunctionRange(
              section.index(),
              symbol.name(),
              (int) (symbol.value() / SLOT_BYTES),
              (int) (symbol.size() / SLOT_BYTES),
              symbol.binding() == ElfSymbol.LOCAL,
              hidden));
    }
    functions.sort(Comparator.comparingInt(FunctionRange::slot));
    return functions;
  }

  private CodeMeaning meaning(ElfSection section, Code code, int slot, ElfRelocation relocation) {
    int index = code.indexAt(slot);
    if (index < 0 || relocation.symbol() < 0 || relocation.symbol() >= symbols.size()) {
      throw wrong(
          section,
          slot,
          "a relocation of no instruction or against symbol number " + relocation.symbol());
    }
    ElfSymbol symbol = symbols.get(relocation.symbol());
    Instruction instruction = code.get(index);
    return switch (instruction) {
      case Instruction.CallSubprogram _ -> call(section, slot, symbol);
      case Instruction.CallHelper _ when symbol.undefined() -> call(section, slot, symbol);
      case Instruction.CallKfunc _ when symbol.undefined() -> call(section, slot, symbol);
      case Instruction.LoadImmediate64 _ -> address(section, slot, symbol);
      default ->
          throw wrong(
              section,
              slot,
              "a relocation against "
                  + label(symbol)
                  + " at an instruction that takes none: "
                  + instruction);
    };
  }

  private CodeMeaning call(ElfSection section, int slot, ElfSymbol symbol) {
    if (symbol.undefined()) {
      return new CodeMeaning.ExternCall(extern(section, slot, symbol));
    }
    if (symbol.section() != textSection) {
      throw wrong(
          section,
          slot,
          "a call of "
              + label(symbol)
              + ", which is not in section .text; only functions there can be called");
    }
    if (symbol.value() % SLOT_BYTES != 0) {
      throw wrong(section, slot, "a call of " + label(symbol) + " at offset " + symbol.value());
    }
    return new CodeMeaning.Call(symbol.value());
  }

  private CodeMeaning address(ElfSection section, int slot, ElfSymbol symbol) {
    if (symbol.undefined()) {
      return new CodeMeaning.ExternAddress(extern(section, slot, symbol));
    }
    if (symbol.section() <= 0 || symbol.section() >= elf.sections().size()) {
      throw wrong(
          section,
          slot,
          "a relocation against " + label(symbol) + " in the reserved section " + symbol.section());
    }
    boolean local = symbol.type() == ElfSymbol.SECTION && symbol.binding() == ElfSymbol.LOCAL;
    if (symbol.section() == textSection && (symbol.type() == ElfSymbol.FUNCTION || local)) {
      return new CodeMeaning.FunctionAddress(symbol.value());
    }
    if (symbol.section() == mapsSection) {
      String map = mapAt.get(symbol.value());
      if (map == null) {
        throw wrong(
            section,
            slot,
            "a relocation into section .maps at offset "
                + symbol.value()
                + ", where no map starts");
      }
      return new CodeMeaning.MapAddress(map);
    }
    if (DataSections.isData(elf.section(symbol.section()))) {
      return new CodeMeaning.DataAddress(symbol.section(), symbol.value());
    }
    throw wrong(
        section,
        slot,
        "a relocation against "
            + label(symbol)
            + " in section "
            + elf.section(symbol.section()).name()
            + ", which holds neither maps nor data nor functions");
  }

  private Extern extern(ElfSection section, int slot, ElfSymbol symbol) {
    Extern extern = externs.get(symbol.index());
    if (extern == null) {
      throw wrong(
          section, slot, "a relocation against " + label(symbol) + ", which nothing declares");
    }
    return extern;
  }

  private static String label(ElfSymbol symbol) {
    return symbol.name().isEmpty() ? "symbol number " + symbol.index() : symbol.name();
  }

  private MalformedObjectException wrong(ElfSection section, int slot, String what) {
    return new MalformedObjectException(elf.name(), section.name(), (long) slot * SLOT_BYTES, what);
  }
}
