package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension;
import dev.skep.btf.MalformedBtfException;
import dev.skep.object.elf.ElfFile;
import dev.skep.object.elf.ElfRelocation;
import dev.skep.object.elf.ElfSection;
import dev.skep.object.elf.ElfSymbol;
import dev.skep.object.elf.MalformedElfException;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object file that clang or gcc compiled for BPF, as libbpf understands it: programs by
 * section name, maps from section {@code .maps}, global variables as maps, relocations.
 *
 * <p>Whatever the bytes are, reading ends with an {@link ObjectFile}, a {@link
 * MalformedElfException} or a {@link MalformedObjectException}.
 */
public final class ObjectReader {
  private final ElfFile elf;
  private final List<ElfSymbol> symbols;
  private final @Nullable Btf btf;

  private ObjectReader(ElfFile elf) {
    this.elf = elf;
    this.symbols =
        elf.sections().stream()
            .filter(section -> section.type() == ElfSection.SYMBOL_TABLE)
            .findFirst()
            .map(elf::symbols)
            .orElse(List.of());
    this.btf = readTypes();
  }

  /**
   * Reads a file.
   *
   * @throws IOException when the file cannot be read
   */
  public static ObjectFile read(Path file) throws IOException {
    return of(ElfFile.read(file));
  }

  /**
   * Reads bytes.
   *
   * @param name what to call them in messages
   */
  public static ObjectFile read(String name, byte[] bytes) {
    return of(ElfFile.of(name, ByteBuffer.wrap(bytes)));
  }

  /**
   * Reads the types of a kernel to relocate against: raw BTF such as {@code
   * /sys/kernel/btf/vmlinux}, or an ELF file that has a section {@code .BTF}.
   *
   * @throws IOException when the file cannot be read
   * @throws MalformedObjectException when it holds no types
   */
  public static Btf readTypes(Path file) throws IOException {
    try {
      if (!startsAsElf(file)) {
        return Btf.read(file);
      }
      ElfSection section =
          ElfFile.read(file)
              .section(".BTF")
              .orElseThrow(() ->
                  new MalformedObjectException(
                      file.toString(), "", 0, "it has no section .BTF, so no types"));
      return Btf.of(section.toArray());
    } catch (MalformedBtfException malformed) {
      throw new MalformedObjectException(
          file.toString(), ".BTF", malformed.offset(), malformed.reason());
    }
  }

  private static boolean startsAsElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(4), new byte[] {0x7f, 'E', 'L', 'F'});
    }
  }

  private static ObjectFile of(ElfFile elf) {
    if (elf.machine() != ElfFile.MACHINE_BPF || elf.type() != ElfFile.RELOCATABLE) {
      throw new MalformedObjectException(
          elf.name(),
          "",
          0,
          "not a BPF object (machine="
              + elf.machine()
              + ", type="
              + elf.type()
              + "); compile with clang -target bpf -c");
    }
    try {
      return new ObjectReader(elf).read();
    } catch (MalformedBtfException malformed) {
      throw new MalformedObjectException(
          elf.name(), ".BTF", malformed.offset(), malformed.reason());
    }
  }

  private ObjectFile read() {
    refuseLegacyMaps();
    Map<Integer, Extern> externs = Externs.read(elf.name(), btf, symbols);
    BtfExtension extension = readExtension();
    Btf loadable =
        btf == null ? null : ObjectTypes.loadable(elf, btf, extension, symbols, externs.values());
    List<MapDefinitions.Definition> definitions =
        loadable == null ? List.of() : MapDefinitions.read(elf.name(), loadable);
    Map<Long, String> mapAt = new HashMap<>();
    List<MapSpec> maps = new ArrayList<>();
    Map<Long, List<MapSpec.Entry>> contents = initialValues(definitions);
    for (MapDefinitions.Definition each : definitions) {
      mapAt.put(each.offset(), each.spec().name());
      List<MapSpec.Entry> entries = contents.getOrDefault(each.offset(), List.of());
      maps.add(entries.isEmpty() ? each.spec() : each.spec().withContents(entries, false));
    }
    Optional<String> arena =
        maps.stream().filter(map -> map.type() == MapType.ARENA).map(MapSpec::name).findFirst();
    arena.ifPresent(name -> fillArena(maps, name));
    Map<Integer, String> mapOfDataSection = addDataMaps(maps, externs, loadable);
    List<CodeSection> code = new CodeSections(elf, symbols, externs, mapAt, arena).read();
    if (loadable != null) {
      maps.addAll(new StructOperations(elf, loadable, symbols, code).read());
    }
    return new ObjectFile(
        elf.name(),
        elf.byteOrder(),
        text("license"),
        Optional.ofNullable(btf),
        Optional.ofNullable(loadable),
        extension,
        code,
        programs(code),
        maps,
        externs.values().stream().sorted(Comparator.comparing(Extern::name)).toList(),
        mapOfDataSection);
  }

  /** Global variables of an arena are written to its start. */
  private void fillArena(List<MapSpec> maps, String name) {
    elf.section(DataSections.ARENA)
        .ifPresent(section ->
            maps.replaceAll(map ->
                map.name().equals(name)
                    ? map.withContents(DataSections.contents(section), false)
                    : map));
  }

  private Map<Integer, String> addDataMaps(
      List<MapSpec> maps, Map<Integer, Extern> externs, @Nullable Btf types) {
    Map<Integer, String> mapOfDataSection = new HashMap<>();
    for (ElfSection section : elf.sections()) {
      if (DataSections.isData(section) && section.size() > 0) {
        maps.add(DataSections.map(section, types));
        mapOfDataSection.put(section.index(), section.name());
      }
    }
    int size = 0;
    for (Extern extern : externs.values()) {
      if (extern instanceof Extern.Configuration value) {
        size = Math.max(size, value.offset() + value.size());
      }
    }
    if (size > 0) {
      maps.add(DataSections.configuration(size, types));
    }
    return mapOfDataSection;
  }

  private List<EntryProgram> programs(List<CodeSection> sections) {
    List<EntryProgram> programs = new ArrayList<>();
    for (CodeSection section : sections) {
      String name = section.section().name();
      if (name.equals(CodeSections.TEXT)) {
        continue;
      }
      for (FunctionRange function : section.functions()) {
        if (function.local()) {
          throw new MalformedObjectException(
              elf.name(),
              name,
              function.slot() * 8L,
              "program "
                  + function.name()
                  + " is static; programs are global, and functions that they call belong in section .text");
        }
        programs.add(EntryProgram.of(name, function.name()));
      }
    }
    return programs;
  }

  /**
   * The pointers in {@code values} arrays of map definitions are relocations of section {@code
   * .maps}.
   */
  private Map<Long, List<MapSpec.Entry>> initialValues(
      List<MapDefinitions.Definition> definitions) {
    Map<Long, List<MapSpec.Entry>> values = new HashMap<>();
    Optional<ElfSection> maps = elf.section(MapDefinitions.SECTION);
    for (ElfSection section : elf.sections()) {
      boolean relocates = section.type() == ElfSection.REL || section.type() == ElfSection.RELA;
      if (maps.isPresent() && relocates && section.info() == maps.get().index()) {
        for (ElfRelocation relocation : elf.relocations(section)) {
          addInitialValue(values, definitions, relocation);
        }
      }
    }
    return values;
  }

  private void addInitialValue(
      Map<Long, List<MapSpec.Entry>> values,
      List<MapDefinitions.Definition> definitions,
      ElfRelocation relocation) {
    MapDefinitions.Definition definition =
        definitions.stream()
            .filter(each ->
                each.offset() <= relocation.offset()
                    && relocation.offset() < each.offset() + each.size())
            .findFirst()
            .orElse(null);
    boolean known = relocation.symbol() >= 0 && relocation.symbol() < symbols.size();
    if (definition == null || definition.valuesOffset() < 0 || !known) {
      throw new MalformedObjectException(
          elf.name(),
          MapDefinitions.SECTION,
          relocation.offset(),
          "a relocation outside the values of a map");
    }
    int slot = (int) ((relocation.offset() - definition.offset() - definition.valuesOffset()) / 8);
    Bytes key =
        Bytes.copyOf(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(slot).array());
    ElfSymbol symbol = symbols.get(relocation.symbol());
    MapSpec.Entry entry =
        definition.spec().inner().isPresent()
            ? new MapSpec.Entry.InnerMap(key, symbol.name())
            : new MapSpec.Entry.ProgramName(key, symbol.name());
    values.computeIfAbsent(definition.offset(), _ -> new ArrayList<>()).add(entry);
  }

  private void refuseLegacyMaps() {
    elf.section("maps")
        .ifPresent(section -> {
          throw new MalformedObjectException(
              elf.name(),
              section.name(),
              0,
              "maps defined by struct bpf_map_def, which libbpf gave up in 1.0; define them in section .maps with __uint and __type");
        });
  }

  private @Nullable Btf readTypes() {
    return elf.section(".BTF")
        .filter(section -> section.size() > 0)
        .map(section -> Btf.of(section.toArray()))
        .orElse(null);
  }

  private BtfExtension readExtension() {
    Optional<ElfSection> section = elf.section(".BTF.ext");
    if (btf == null || section.isEmpty() || section.get().size() == 0) {
      return new BtfExtension(List.of());
    }
    try {
      return BtfExtension.read(section.get().toArray(), btf);
    } catch (MalformedBtfException malformed) {
      throw new MalformedObjectException(
          elf.name(), ".BTF.ext", malformed.offset(), malformed.reason());
    }
  }

  private String text(String section) {
    return elf.section(section)
        .map(each -> {
          byte[] bytes = each.toArray();
          int end = 0;
          while (end < bytes.length && bytes[end] != 0) {
            end++;
          }
          return new String(bytes, 0, end, StandardCharsets.UTF_8);
        })
        .orElse("");
  }
}
