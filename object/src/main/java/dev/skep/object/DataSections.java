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
 * <p>The map is called by its section here ({@code .rodata}); {@link #kernelName} is what libbpf
 * calls it in the kernel.
 */
final class DataSections {
  /** {@code BPF_F_RDONLY_PROG} of linux/bpf.h. */
  private static final int READ_ONLY_FOR_PROGRAMS = 1 << 7;

  /** {@code BPF_F_MMAPABLE} of linux/bpf.h. */
  private static final int MAPPABLE = 1 << 10;

  /** {@code BPF_OBJ_NAME_LEN} of linux/bpf.h, the ending zero included. */
  private static final int KERNEL_NAME_BYTES = 16;

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
    byte[] bytes = section.toArray();
    MapSpec map =
        MapSpec.of(section.name(), MapType.ARRAY, 4, bytes.length, 1)
            .withFlags(flags)
            .withContents(List.of(new MapSpec.Entry.Value(KEY, Bytes.copyOf(bytes))), readOnly);
    return types(section.name(), btf).map(map::withTypes).orElse(map);
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

  /**
   * What libbpf calls a data section's map: as much of the object's name as fits, and the section's
   * name.
   */
  static String kernelName(String objectName, String section) {
    int suffix = Math.min(Math.max(7, section.length()), KERNEL_NAME_BYTES - 1);
    int prefix =
        section.indexOf('.', 1) >= 0
            ? 0
            : Math.min(KERNEL_NAME_BYTES - suffix - 1, objectName.length());
    String whole =
        objectName.substring(0, Math.max(0, prefix))
            + section.substring(0, Math.min(suffix, section.length()));
    StringBuilder name = new StringBuilder(whole);
    for (int i = 0; i < name.length(); i++) {
      char at = name.charAt(i);
      if (at >= 128 || (!Character.isLetterOrDigit(at) && at != '_' && at != '.')) {
        name.setCharAt(i, '_');
      }
    }
    return name.toString();
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
