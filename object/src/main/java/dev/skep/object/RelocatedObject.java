package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension;
import dev.skep.btf.BtfExtension.CoreRelocation;
import dev.skep.object.core.CoreException;
import dev.skep.object.core.CoreRelocator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object whose instructions were adjusted to the types of one kernel. What could not be adjusted
 * concerns only the programs that it is part of: {@link #link} tells.
 */
public final class RelocatedObject {
  private final ObjectFile object;

  /** The changed slots of each section, by the number of the section. */
  private final Map<Integer, long[]> words = new HashMap<>();

  /** Why instructions were poisoned, by section and slot. */
  private final Map<Integer, TreeMap<Integer, String>> poisoned = new HashMap<>();

  /** What failed, by section and slot. */
  private final Map<Integer, TreeMap<Integer, CoreException>> failed = new HashMap<>();

  private RelocatedObject(ObjectFile object) {
    this.object = object;
    for (CodeSection section : object.code()) {
      words.put(section.section().index(), section.words());
    }
  }

  /** The object as it was compiled. */
  static RelocatedObject asCompiled(ObjectFile object) {
    return new RelocatedObject(object);
  }

  /** The object adjusted to a target; all its relocations, in the order of the file. */
  static RelocatedObject against(ObjectFile object, Btf target) {
    RelocatedObject relocated = new RelocatedObject(object);
    if (object.types().isPresent()) {
      CoreRelocator relocator = new CoreRelocator(object.types().get(), target);
      for (BtfExtension.SectionInfo information : object.extension().sections()) {
        relocated.relocate(relocator, information);
      }
    }
    return relocated;
  }

  private void relocate(CoreRelocator relocator, BtfExtension.SectionInfo information) {
    CodeSection section = object.section(information.section());
    if (section == null || information.relocations().isEmpty()) {
      return;
    }
    int index = section.section().index();
    long[] changed = section.words().clone();
    words.put(index, changed);
    for (CoreRelocation each : information.relocations()) {
      long slot = each.instructionOffset() / 8;
      FunctionRange function = slot < changed.length ? section.functionOf((int) slot) : null;
      if (function == null) {
        continue; // Left by a linker of a weak function that lost.
      }
      try {
        String reason = relocator.relocate(each, changed, (int) slot);
        if (!reason.isEmpty()) {
          poisoned.computeIfAbsent(index, _ -> new TreeMap<>()).put((int) slot, reason);
        }
      } catch (CoreException failure) {
        failed
            .computeIfAbsent(index, _ -> new TreeMap<>())
            .put((int) slot, failure.at(place(section, function, slot)));
      }
    }
  }

  private String place(CodeSection section, FunctionRange function, long slot) {
    return object.name()
        + ", section "
        + section.name()
        + ", offset "
        + slot * 8
        + ", function "
        + function.name();
  }

  /** The object. */
  public ObjectFile object() {
    return object;
  }

  /**
   * Links one program.
   *
   * @param program one of {@link ObjectFile#programs}
   * @throws CoreException when an instruction of it could not be adjusted
   * @throws MalformedObjectException when calls go nowhere
   */
  public LinkedProgram link(EntryProgram program) {
    return new ProgramLinker(this, program).link();
  }

  long[] words(CodeSection section) {
    return words.getOrDefault(section.section().index(), section.words());
  }

  /** Why slots of a function were poisoned. */
  Map<Integer, String> poisoned(CodeSection section, FunctionRange function) {
    TreeMap<Integer, String> all = poisoned.get(section.section().index());
    return all == null ? Map.of() : all.subMap(function.slot(), function.end());
  }

  /** Throws what failed in a function. */
  void requireRelocated(CodeSection section, FunctionRange function) {
    TreeMap<Integer, CoreException> all = failed.get(section.section().index());
    if (all != null) {
      for (CoreException failure : all.subMap(function.slot(), function.end()).values()) {
        throw failure;
      }
    }
  }
}
