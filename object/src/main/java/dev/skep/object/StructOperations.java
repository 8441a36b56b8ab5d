package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.object.elf.ElfFile;
import dev.skep.object.elf.ElfRelocation;
import dev.skep.object.elf.ElfSection;
import dev.skep.object.elf.ElfSymbol;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Structs of operations that a kernel takes from BPF, such as {@code tcp_congestion_ops}: each
 * variable of the sections {@code .struct_ops} and {@code .struct_ops.link} is a map. Its contents
 * are the struct as it was compiled, under key 0, and programs by the offsets of their pointers.
 */
final class StructOperations {
  private static final Set<String> SECTIONS = Set.of(".struct_ops", ".struct_ops.link");

  /** {@code BPF_F_LINK} of linux/bpf.h: the map is put to use by a link. */
  private static final int BY_LINK = 1 << 13;

  private static final int KEY_BYTES = 4;

  private final ElfFile elf;
  private final Btf btf;
  private final List<ElfSymbol> symbols;
  private final List<CodeSection> code;

  StructOperations(ElfFile elf, Btf btf, List<ElfSymbol> symbols, List<CodeSection> code) {
    this.elf = elf;
    this.btf = btf;
    this.symbols = symbols;
    this.code = code;
  }

  /** Whether the variables of a section are structs of operations. */
  private static boolean holds(String section) {
    return SECTIONS.contains(meaning(section));
  }

  private static String meaning(String section) {
    return section.startsWith("?") ? section.substring(1) : section;
  }

  /** The key of an entry that names a program: the offset of the pointer in the struct. */
  static Bytes key(int offset) {
    return Bytes.copyOf(
        ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.nativeOrder()).putInt(offset).array());
  }

  /** All maps, in the order of the file. */
  List<MapSpec> read() {
    List<MapSpec> maps = new ArrayList<>();
    for (ElfSection section : elf.sections()) {
      if (section.type() == ElfSection.PROGBITS && holds(section.name()) && section.size() > 0) {
        List<ElfRelocation> pointers = pointers(section);
        for (int id : btf.findByName(section.name(), DataSection.class)) {
          for (SectionVariable each : btf.type(id, DataSection.class).variables()) {
            maps.add(map(section, each, pointers));
          }
        }
      }
    }
    return maps;
  }

  private List<ElfRelocation> pointers(ElfSection section) {
    List<ElfRelocation> pointers = new ArrayList<>();
    for (ElfSection each : elf.sections()) {
      boolean relocates = each.type() == ElfSection.REL || each.type() == ElfSection.RELA;
      if (relocates && each.info() == section.index()) {
        pointers.addAll(elf.relocations(each));
      }
    }
    return pointers;
  }

  private MapSpec map(ElfSection section, SectionVariable place, List<ElfRelocation> pointers) {
    String name = btf.type(place.typeId()).name();
    if (!(btf.type(place.typeId()) instanceof BtfType.Variable variable)
        || !(btf.type(btf.resolve(variable.typeId())) instanceof BtfType.Struct struct)
        || struct.name().isEmpty()) {
      throw wrong(section, place.offset(), name + " is no variable of a struct with a name");
    }
    long end = place.offset() + struct.size();
    if (end > section.size()) {
      throw wrong(section, place.offset(), name + " does not lie in its section");
    }
    byte[] image = Arrays.copyOfRange(section.toArray(), (int) place.offset(), (int) end);
    List<MapSpec.Entry> entries = new ArrayList<>();
    entries.add(new MapSpec.Entry.Value(key(0), Bytes.copyOf(image)));
    for (ElfRelocation pointer : pointers) {
      if (pointer.offset() >= place.offset() && pointer.offset() < end) {
        int offset = (int) (pointer.offset() - place.offset());
        entries.add(new MapSpec.Entry.ProgramName(key(offset), program(section, pointer)));
      }
    }
    return MapSpec.of(name, MapType.STRUCT_OPS, KEY_BYTES, image.length, 1)
        .withFlags(meaning(section.name()).endsWith(".link") ? BY_LINK : 0)
        .withTypes(new MapSpec.Types(btf, 0, btf.resolve(variable.typeId())))
        .withContents(entries, false);
  }

  private String program(ElfSection section, ElfRelocation pointer) {
    boolean known = pointer.symbol() >= 0 && pointer.symbol() < symbols.size();
    Optional<FunctionRange> function =
        known ? function(symbols.get(pointer.symbol())) : Optional.empty();
    return function
        .map(FunctionRange::name)
        .orElseThrow(
            () -> wrong(section, Math.max(0, pointer.offset()), "a pointer to what is no program"));
  }

  private Optional<FunctionRange> function(ElfSymbol symbol) {
    return code.stream()
        .filter(each -> each.section().index() == symbol.section() && symbol.value() >= 0)
        .map(each -> each.functionOf((int) Math.min(symbol.value() / 8, Integer.MAX_VALUE)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private MalformedObjectException wrong(ElfSection section, long offset, String what) {
    return new MalformedObjectException(elf.name(), section.name(), offset, what);
  }
}
