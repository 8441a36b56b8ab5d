package dev.skep.object;

import dev.skep.object.core.InstructionWord;
import dev.skep.object.elf.ElfFile;
import dev.skep.object.elf.ElfRelocation;
import dev.skep.object.elf.ElfSection;
import dev.skep.object.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final int arenaSection;
  private final Optional<String> arena;

  CodeSections(
      ElfFile elf,
      List<ElfSymbol> symbols,
      Map<Integer, Extern> externs,
      Map<Long, String> mapAt,
      Optional<String> arena) {
    this.elf = elf;
    this.symbols = symbols;
    this.externs = externs;
    this.mapAt = mapAt;
    this.mapsSection = elf.section(MapDefinitions.SECTION).map(ElfSection::index).orElse(-1);
    this.textSection = elf.section(TEXT).map(ElfSection::index).orElse(-1);
    this.arenaSection = elf.section(DataSections.ARENA).map(ElfSection::index).orElse(-1);
    this.arena = arena;
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
    long[] words = InstructionWord.read(section.bytes());
    List<FunctionRange> functions = functions(section);
    Map<Integer, CodeMeaning> meanings = new HashMap<>();
    for (ElfSection relocations : elf.sections()) {
      boolean relocates =
          relocations.type() == ElfSection.REL || relocations.type() == ElfSection.RELA;
      if (relocates && relocations.info() == section.index()) {
        for (ElfRelocation relocation : elf.relocations(relocations)) {
          int slot = slot(section, relocation.offset());
          // Outside functions lies what a linker left of weak functions that lost.
          if (FunctionRange.holding(functions, slot) != null) {
            meanings.put(slot, meaning(section, words, slot, relocation));
          }
        }
      }
    }
    return new CodeSection(section, words, functions, meanings);
  }

  private int slot(ElfSection section, long offset) {
    if (offset % SLOT_BYTES != 0 || offset < 0 || offset > section.size() - SLOT_BYTES) {
      throw new MalformedObjectException(
          elf.name(), section.name(), Math.max(0, offset), "a relocation of no instruction");
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
          || symbol.size() <= 0
          || symbol.value() < 0
          || symbol.value() > section.size() - symbol.size()) {
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
              symbol.name(),
              (int) (symbol.value() / SLOT_BYTES),
              (int) (symbol.size() / SLOT_BYTES),
              symbol.binding() == ElfSymbol.LOCAL,
              hidden));
    }
    functions.sort(Comparator.comparingInt(FunctionRange::slot));
    return functions;
  }

  private CodeMeaning meaning(
      ElfSection section, long[] words, int slot, ElfRelocation relocation) {
    if (relocation.symbol() < 0 || relocation.symbol() >= symbols.size()) {
      throw wrong(section, slot, "a relocation against symbol number " + relocation.symbol());
    }
    ElfSymbol symbol = symbols.get(relocation.symbol());
    long word = words[slot];
    if (InstructionWord.isCall(word)) {
      if (!symbol.undefined() && InstructionWord.source(word) != InstructionWord.PSEUDO_CALL) {
        throw wrong(section, slot, "a call of " + label(symbol) + " that calls no subprogram");
      }
      return call(section, slot, symbol);
    }
    if (!InstructionWord.isLoadImmediate64(word) || slot + 1 >= words.length) {
      throw wrong(
          section,
          slot,
          String.format(
              "a relocation against %s at an instruction that takes none: 0x%016x",
              label(symbol), word));
    }
    return address(section, slot, InstructionWord.immediate(word), symbol);
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

  private CodeMeaning address(ElfSection section, int slot, int immediate, ElfSymbol symbol) {
    if (symbol.undefined()) {
      return new CodeMeaning.ExternAddress(extern(section, slot, symbol));
    }
    if (symbol.section() <= 0 || symbol.section() >= elf.sections().size()) {
      throw wrong(
          section,
          slot,
          "a relocation against " + label(symbol) + " in the reserved section " + symbol.section());
    }
    if (isSubprogram(symbol)) {
      if (symbol.value() % SLOT_BYTES != 0 || immediate % SLOT_BYTES != 0) {
        throw wrong(
            section, slot, "the address of " + label(symbol) + " plus " + immediate + " bytes");
      }
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
    if (symbol.section() == arenaSection) {
      if (arena.isEmpty()) {
        throw wrong(section, slot, "arena variable " + label(symbol) + ", but no arena map");
      }
      return new CodeMeaning.ArenaAddress(arena.get(), symbol.value());
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

  /** Static functions are meant by their section, others by their own symbols. */
  private boolean isSubprogram(ElfSymbol symbol) {
    boolean local = symbol.binding() == ElfSymbol.LOCAL;
    return symbol.section() == textSection
        && symbol.type() == (local ? ElfSymbol.SECTION : ElfSymbol.FUNCTION);
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
