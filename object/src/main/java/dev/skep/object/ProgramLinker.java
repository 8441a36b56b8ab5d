package dev.skep.object;

import dev.skep.btf.BtfExtension;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import dev.skep.spec.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a program and the functions that it calls into one sequence, as libbpf does: the entry
 * function, then each function of {@code .text} where a call first reaches it, followed at once by
 * what that one calls.
 */
final class ProgramLinker {
  private static final int SLOT_BYTES = 8;

  private final ObjectFile object;
  private final InstructionPatch patch;
  private final CodeSection text;
  private final List<Instruction> code = new ArrayList<>();
  private int slots;
  private final Map<Integer, Reference> references = new HashMap<>();
  private final List<FunctionInfo> functions = new ArrayList<>();
  private final List<LineInfo> lines = new ArrayList<>();

  /** Where each appended function starts, by its slot in {@code .text}. */
  private final Map<Integer, Integer> placed = new LinkedHashMap<>();

  /** The calls, by index in {@link #code}, and the slot in {@code .text} that they go to. */
  private final Map<Integer, Integer> calls = new HashMap<>();

  private ProgramLinker(ObjectFile object, CodeSection text, InstructionPatch patch) {
    this.object = object;
    this.text = text;
    this.patch = patch;
  }

  /** Links one program; patches instructions on the way. */
  static LinkedProgram link(
      ObjectFile object, EntryProgram program, InstructionPatch patch, List<String> unresolved) {
    CodeSection section = object.section(program.section(), program.name());
    if (section == null) {
      throw new MalformedObjectException(
          object.name(),
          program.section(),
          0,
          "no function " + program.name() + " in this section");
    }
    CodeSection text =
        object.code().stream()
            .filter(each -> each.section().name().equals(CodeSections.TEXT))
            .findFirst()
            .orElse(section);
    ProgramLinker linker = new ProgramLinker(object, text, patch);
    FunctionRange entry =
        section.functions().stream()
            .filter(each -> each.name().equals(program.name()))
            .findFirst()
            .orElseThrow();
    linker.append(section, entry);
    linker.resolveCalls();
    return new LinkedProgram(
        program,
        Code.of(linker.code),
        linker.references,
        linker.functions,
        linker.lines,
        unresolved);
  }

  /**
   * Appends a function and, depth first, the functions that it calls and that are not there yet. An
   * explicit stack: calls nest deeply.
   */
  private void append(CodeSection section, FunctionRange function) {
    List<List<Integer>> pending = new ArrayList<>();
    pending.add(new ArrayList<>(appendOne(section, function)));
    while (!pending.isEmpty()) {
      List<Integer> targets = pending.getLast();
      if (targets.isEmpty()) {
        pending.removeLast();
        continue;
      }
      int target = targets.removeFirst();
      if (!placed.containsKey(target)) {
        FunctionRange callee = text.functionAt(target);
        if (callee == null) {
          throw wrong(text, target, "a call to where no function starts");
        }
        placed.put(target, slots);
        pending.add(new ArrayList<>(appendOne(text, callee)));
      }
    }
  }

  /** Appends one function; returns the slots in {@code .text} that it refers to, in order. */
  private List<Integer> appendOne(CodeSection section, FunctionRange function) {
    List<Integer> targets = new ArrayList<>();
    int base = slots;
    addDebugInformation(section, function, base);
    int index = section.code().indexAt(function.slot());
    if (index < 0) {
      throw wrong(
          section,
          function.slot(),
          "function " + function.name() + " starts inside an instruction");
    }
    while (slots - base < function.slots()) {
      int slot = section.code().slotOf(index);
      Instruction original = section.code().get(index);
      CodeMeaning meaning = section.meanings().get(slot);
      Instruction resolved = resolve(section, slot, original, meaning, targets);
      for (Instruction each : patch.apply(section.section().name(), slot, resolved)) {
        code.add(each);
        slots += each.slots();
      }
      index++;
    }
    return targets;
  }

  /**
   * The instruction with its meaning filled in; notes references and calls at the place where it
   * will stand.
   */
  private Instruction resolve(
      CodeSection section,
      int slot,
      Instruction instruction,
      @org.jspecify.annotations.Nullable CodeMeaning meaning,
      List<Integer> targets) {
    int index = code.size();
    if (meaning == null) {
      if (instruction instanceof Instruction.CallSubprogram call) {
        callTo(section, slot, inText(section) ? slot + 1 + call.offset() : -1, targets);
      }
      return instruction;
    }
    return switch (meaning) {
      case CodeMeaning.MapAddress map -> {
        references.put(index, new Reference.ToMap(map.map()));
        yield load(instruction, PseudoImmediate.MAP_FD, 0);
      }
      case CodeMeaning.DataAddress data -> {
        references.put(index, new Reference.ToMap(object.mapOfDataSection(data.section())));
        yield load(
            instruction, PseudoImmediate.MAP_VALUE, (int) (immediate(instruction) + data.offset()));
      }
      case CodeMeaning.Call call -> {
        int target =
            (int) (call.offset() / SLOT_BYTES)
                + ((Instruction.CallSubprogram) instruction).offset()
                + 1;
        callTo(section, slot, target, targets);
        yield instruction;
      }
      case CodeMeaning.FunctionAddress address -> {
        callTo(
            section,
            slot,
            (int) ((address.offset() + immediate(instruction)) / SLOT_BYTES),
            targets);
        yield load(instruction, PseudoImmediate.FUNCTION, 0);
      }
      case CodeMeaning.ExternAddress address -> externAddress(index, instruction, address.extern());
      case CodeMeaning.ExternCall call -> {
        references.put(index, new Reference.ToKfunc(call.extern().name(), call.extern().weak()));
        yield new Instruction.CallKfunc(0, (short) 0);
      }
    };
  }

  private Instruction externAddress(int index, Instruction instruction, Extern extern) {
    return switch (extern) {
      case Extern.Configuration value -> {
        references.put(index, new Reference.ToMap(Externs.CONFIGURATION));
        yield load(instruction, PseudoImmediate.MAP_VALUE, value.offset());
      }
      case Extern.Variable variable -> {
        references.put(index, new Reference.ToKernelVariable(extern.name(), extern.weak()));
        yield load(
            instruction,
            variable.typeId() == 0 ? PseudoImmediate.CONSTANT : PseudoImmediate.BTF_ID,
            0);
      }
      case Extern.Function _ -> {
        references.put(index, new Reference.ToKernelVariable(extern.name(), extern.weak()));
        yield load(instruction, PseudoImmediate.CONSTANT, 0);
      }
    };
  }

  private void callTo(CodeSection section, int slot, int target, List<Integer> targets) {
    if (target < 0) {
      throw wrong(section, slot, "a call without a relocation, in a section other than .text");
    }
    calls.put(code.size(), target);
    targets.add(target);
  }

  private boolean inText(CodeSection section) {
    return section.section().index() == text.section().index();
  }

  /** Now that every function has its place, writes the offsets of calls. */
  private void resolveCalls() {
    Code placedCode = Code.of(code);
    calls.forEach((index, target) -> {
      int offset = placed.getOrDefault(target, 0) - placedCode.slotOf(index) - 1;
      code.set(
          index,
          code.get(index) instanceof Instruction.LoadImmediate64 load
              ? new Instruction.LoadImmediate64(load.dst(), PseudoImmediate.FUNCTION, offset, 0)
              : new Instruction.CallSubprogram(offset));
    });
  }

  private void addDebugInformation(CodeSection section, FunctionRange function, int base) {
    Optional<BtfExtension.SectionInfo> information =
        object.extension().section(section.section().name());
    long start = (long) function.slot() * SLOT_BYTES;
    long end = start + (long) function.slots() * SLOT_BYTES;
    int typeId = 0;
    if (information.isPresent()) {
      for (BtfExtension.FunctionInfo each : information.get().functions()) {
        typeId = each.instructionOffset() == start ? each.typeId() : typeId;
      }
      for (BtfExtension.LineInfo line : information.get().lines()) {
        if (line.instructionOffset() >= start && line.instructionOffset() < end) {
          int slot = base + (int) ((line.instructionOffset() - start) / SLOT_BYTES);
          lines.add(new LineInfo(slot, line.file(), line.source(), line.line(), line.column()));
        }
      }
    }
    functions.add(new FunctionInfo(base, function.name(), typeId));
  }

  private static Instruction load(Instruction instruction, PseudoImmediate kind, int high) {
    return new Instruction.LoadImmediate64(
        ((Instruction.LoadImmediate64) instruction).dst(), kind, 0, high);
  }

  private static long immediate(Instruction instruction) {
    return ((Instruction.LoadImmediate64) instruction).low();
  }

  private MalformedObjectException wrong(CodeSection section, int slot, String what) {
    return new MalformedObjectException(
        object.name(), section.section().name(), (long) slot * SLOT_BYTES, what);
  }
}
