package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.btf.Linkage;
import dev.skep.object.elf.ElfSection;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Global variables as maps: each data section becomes an array of one value (libbpf's
 * documentation, "BPF global data").
 *
 * <p>The map is called by its section ({@code .rodata}), as the types of the object call it.
 */
final class DataSections {
  /** {@code BPF_F_RDONLY_PROG} of linux/bpf.h. */
  private static final int READ_ONLY_FOR_PROGRAMS = 1 << 7;

  /** {@code BPF_F_MMAPABLE} of linux/bpf.h. */
  private static final int MAPPABLE = 1 << 10;

  /** Global variables in an arena: clang's name for address space 1. */
  static final String ARENA = ".addr_space.1";

  private static final Bytes KEY = Bytes.copyOf(new byte[4]);

  private DataSections() {}

  /** Whether a section holds global variables that programs reach through a map. */
  static boolean isData(ElfSection section) {
    String name = section.name();
    return switch (section.type()) {
      case ElfSection.PROGBITS ->
          is(name, ".data") || (is(name, ".rodata") && !section.has(ElfSection.EXECUTABLE));
      case ElfSection.NO_BITS -> is(name, ".bss");
      default -> false;
    };
  }

  private static boolean is(String name, String kind) {
    return name.equals(kind) || name.startsWith(kind + ".");
  }

  /** The map of a data section. */
  static MapSpec map(ElfSection section, @Nullable Btf btf) {
    boolean readOnly = is(section.name(), ".rodata");
    int flags =
        (readOnly ? READ_ONLY_FOR_PROGRAMS : 0)
            | (hasVisibleVariable(section.name(), btf) ? MAPPABLE : 0);
    MapSpec map =
        MapSpec.of(section.name(), MapType.ARRAY, 4, Math.toIntExact(section.size()), 1)
            .withFlags(flags);
    if (section.type() != ElfSection.NO_BITS) {
      map = map.withContents(contents(section), readOnly);
    }
    return types(section.name(), btf).map(map::withTypes).orElse(map);
  }

  /** What a section holds, as the value of a map's first key. */
  static List<MapSpec.Entry> contents(ElfSection section) {
    return List.of(new MapSpec.Entry.Value(KEY, Bytes.copyOf(section.toArray())));
  }

  /** The map of kernel configuration values; its contents are known only where it is loaded. */
  static MapSpec configuration(int size, @Nullable Btf btf) {
    MapSpec map =
        MapSpec.of(Externs.CONFIGURATION, MapType.ARRAY, 4, size, 1)
            .withFlags(
                READ_ONLY_FOR_PROGRAMS
                    | (hasVisibleVariable(Externs.CONFIGURATION, btf) ? MAPPABLE : 0));
    return types(Externs.CONFIGURATION, btf).map(map::withTypes).orElse(map);
  }

  private static Optional<MapSpec.Types> types(String section, @Nullable Btf btf) {
    if (btf == null) {
      return Optional.empty();
    }
    int[] ids = btf.findByName(section, DataSection.class);
    return ids.length == 0 ? Optional.empty() : Optional.of(new MapSpec.Types(btf, 0, ids[0]));
  }

  /**
   * A section of static variables only has nothing that another program could find by name, so
   * nobody maps it.
   */
  private static boolean hasVisibleVariable(String section, @Nullable Btf btf) {
    if (btf == null) {
      return false;
    }
    for (int id : btf.findByName(section, DataSection.class)) {
      for (SectionVariable each : btf.type(id, DataSection.class).variables()) {
        if (btf.type(each.typeId()) instanceof BtfType.Variable variable
            && variable.linkage() != Linkage.STATIC) {
          return true;
        }
      }
    }
    return false;
  }
}
