package dev.skep.object;

import dev.skep.btf.BtfExtension;
import dev.skep.isa.PseudoImmediate;
import dev.skep.object.core.InstructionWord;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a program and the functions that it calls into one sequence, as libbpf does: the entry
 * function, then each function of {@code .text} where a call first reaches it, followed at once by
 * what that one calls; an exception callback that nothing calls comes last.
 */
final class ProgramLinker {
  private static final int SLOT_BYTES = 8;

  private final RelocatedObject relocated;
  private final ObjectFile object;
  private final EntryProgram program;
  private final @Nullable CodeSection text;
  private long[] words = new long[64];
  private int slots;
  private final Map<Integer, SymbolReference> references = new HashMap<>();
  private final List<FunctionInfo> functions = new ArrayList<>();
  private final List<LinkedProgram.Origin> origins = new ArrayList<>();
  private final List<LineInfo> lines = new ArrayList<>();
  private final List<Unresolved> unresolved = new ArrayList<>();

  /** Where each appended function starts, by its slot in {@code .text}. */
  private final Map<Integer, Integer> placed = new HashMap<>();

  /** The calls, by slot, and the slot in {@code .text} at which the function starts. */
  private final Map<Integer, Integer> calls = new HashMap<>();

  ProgramLinker(RelocatedObject relocated, EntryProgram program) {
    this.relocated = relocated;
    this.object = relocated.object();
    this.program = program;
    this.text = object.section(CodeSections.TEXT);
  }

  LinkedProgram link() {
    CodeSection section = object.section(program.section(), program.name());
    FunctionRange entry = section == null ? null : section.function(program.name());
    if (section == null || entry == null) {
      throw new MalformedObjectException(
          object.name(),
          program.section(),
          0,
          "no function " + program.name() + " in this section");
    }
    append(section, entry);
    appendExceptionCallback();
    resolveCalls();
    return new LinkedProgram(
        object,
        program,
        Arrays.copyOf(words, slots),
        references,
        functions,
        origins,
        lines,
        unresolved);
  }

  /**
   * Appends a function and, depth first, the functions that it calls and that are not there yet. An
   * explicit stack: calls nest deeply.
   */
  private void append(CodeSection section, FunctionRange function) {
    List<Iterator<FunctionRange>> pending = new ArrayList<>();
    pending.add(appendOne(section, function).iterator());
    while (!pending.isEmpty()) {
      Iterator<FunctionRange> callees = pending.getLast();
      if (!callees.hasNext()) {
        pending.removeLast();
        continue;
      }
      FunctionRange callee = callees.next();
      if (text != null && !placed.containsKey(callee.slot())) {
        placed.put(callee.slot(), slots);
        pending.add(appendOne(text, callee).iterator());
      }
    }
  }

  private void appendExceptionCallback() {
    Optional<String> name = object.exceptionCallback(program.name());
    FunctionRange callback = text == null || name.isEmpty() ? null : text.function(name.get());
    if (text != null && callback != null && !placed.containsKey(callback.slot())) {
      placed.put(callback.slot(), slots);
      append(text, callback);
    } else if (name.isPresent() && callback == null) {
      throw new MalformedObjectException(
          object.name(),
          program.section(),
          0,
          "program "
              + program.name()
              + " names the exception callback "
              + name.get()
              + ", which is no function of section .text");
    }
  }

  /** Appends one function; returns the functions of {@code .text} that it refers to, in order. */
  private List<FunctionRange> appendOne(CodeSection section, FunctionRange function) {
    relocated.requireRelocated(section, function);
    int base = slots;
    if (words.length - slots < function.slots()) {
      words = Arrays.copyOf(words, Math.max(words.length * 2, slots + function.slots()));
    }
    System.arraycopy(relocated.words(section), function.slot(), words, base, function.slots());
    slots += function.slots();
    addDebugInformation(section, function, base);
    List<FunctionRange> callees = new ArrayList<>();
    for (int slot = function.slot(); slot < function.end(); slot++) {
      int at = base + slot - function.slot();
      CodeMeaning meaning = section.meanings().get(slot);
      FunctionRange callee =
          meaning == null ? plainCall(section, slot, at) : resolve(section, slot, at, meaning);
      if (callee != null) {
        calls.put(at, callee.slot());
        callees.add(callee);
      }
      if (InstructionWord.isLoadImmediate64(words[at])) {
        slot++;
      }
    }
    return callees;
  }

  /** A call without a relocation stays in its section, which must be {@code .text}. */
  private @Nullable FunctionRange plainCall(CodeSection section, int slot, int at) {
    long word = words[at];
    if (!InstructionWord.isSubprogramCall(word)) {
      return null;
    }
    if (!section.name().equals(CodeSections.TEXT)) {
      throw wrong(section, slot, "a call without a relocation, in a section other than .text");
    }
    return callee(section, slot, (long) slot + 1 + InstructionWord.immediate(word));
  }

  /** Fills in what an instruction means; returns the function that it refers to, if any. */
  private @Nullable FunctionRange resolve(
      CodeSection section, int slot, int at, CodeMeaning meaning) {
    long word = words[at];
    long immediate = InstructionWord.immediate(word);
    return switch (meaning) {
      case CodeMeaning.MapAddress map -> {
        references.put(at, SymbolReference.map(map.map(), 0));
        words[at] = load(word, PseudoImmediate.MAP_FD);
        yield null;
      }
      case CodeMeaning.DataAddress data ->
          address(at, object.mapOfDataSection(data.section()), immediate + data.offset());
      case CodeMeaning.ArenaAddress arena -> address(at, arena.map(), immediate + arena.offset());
      case CodeMeaning.Call call ->
          callee(section, slot, call.offset() / SLOT_BYTES + immediate + 1);
      case CodeMeaning.FunctionAddress function -> {
        words[at] = InstructionWord.withSource(word, PseudoImmediate.FUNCTION.code());
        yield callee(section, slot, (function.offset() + immediate) / SLOT_BYTES);
      }
      case CodeMeaning.ExternAddress extern -> externAddress(at, extern.extern());
      case CodeMeaning.ExternCall call -> {
        Extern extern = call.extern();
        references.put(
            at,
            new SymbolReference(
                SymbolReference.Kind.KERNEL_FUNCTION, extern.name(), 0, extern.weak(), true));
        long plain = InstructionWord.withOffset(InstructionWord.withImmediate(word, 0), 0);
        words[at] = InstructionWord.withSource(plain, InstructionWord.PSEUDO_KFUNC_CALL);
        yield null;
      }
    };
  }

  private @Nullable FunctionRange address(int at, String map, long offset) {
    references.put(at, SymbolReference.map(map, (int) offset));
    words[at] = load(words[at], PseudoImmediate.MAP_VALUE);
    words[at + 1] = InstructionWord.withImmediate(words[at + 1], (int) offset);
    return null;
  }

  private @Nullable FunctionRange externAddress(int at, Extern extern) {
    boolean typed = !(extern instanceof Extern.Variable variable) || variable.typeId() != 0;
    if (extern instanceof Extern.Configuration value) {
      address(at, Externs.CONFIGURATION, value.offset());
      references.put(
          at,
          new SymbolReference(
              SymbolReference.Kind.CONFIGURATION,
              extern.name(),
              value.offset(),
              extern.weak(),
              true));
      return null;
    }
    references.put(
        at,
        new SymbolReference(
            SymbolReference.Kind.KERNEL_VARIABLE, extern.name(), 0, extern.weak(), typed));
    words[at] = load(words[at], typed ? PseudoImmediate.BTF_ID : PseudoImmediate.CONSTANT);
    words[at + 1] = InstructionWord.withImmediate(words[at + 1], 0);
    return null;
  }

  private FunctionRange callee(CodeSection section, int slot, long target) {
    FunctionRange callee =
        text != null && target >= 0 && target < text.words().length
            ? text.functionOf((int) target)
            : null;
    if (callee == null) {
      throw wrong(
          section, slot, "a call to slot " + target + " of section .text, where no function is");
    }
    return callee;
  }

  /** Now that every function has its place, writes the offsets of calls. */
  private void resolveCalls() {
    calls.forEach((at, target) -> {
      int start = placed.getOrDefault(target, 0);
      words[at] = InstructionWord.withImmediate(words[at], start - at - 1);
    });
  }

  private void addDebugInformation(CodeSection section, FunctionRange function, int base) {
    DebugInformation information = object.debugInformation(section.name());
    long start = (long) function.slot() * SLOT_BYTES;
    long end = start + (long) function.slots() * SLOT_BYTES;
    List<LineInfo> own = new ArrayList<>();
    for (BtfExtension.LineInfo line : information.lines(start, end)) {
      int slot = base + (int) ((line.instructionOffset() - start) / SLOT_BYTES);
      own.add(new LineInfo(slot, line.file(), line.source(), line.line(), line.column()));
    }
    lines.addAll(own);
    functions.add(new FunctionInfo(base, function.name(), information.functionType(start)));
    origins.add(new LinkedProgram.Origin(section.name(), function.slot(), base));
    relocated
        .poisoned(section, function)
        .forEach((slot, reason) ->
            unresolved.add(
                new Unresolved(
                    program.name(),
                    base + slot - function.slot(),
                    section.name(),
                    slot,
                    lineAt(own, base + slot - function.slot()),
                    reason)));
  }

  /** The last line that starts at or before a slot; lines are in the order of their slots. */
  private static Optional<LineInfo> lineAt(List<LineInfo> lines, int slot) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lines.get(middle).slot() <= slot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(lines.get(low - 1));
  }

  private static long load(long word, PseudoImmediate kind) {
    return InstructionWord.withSource(InstructionWord.withImmediate(word, 0), kind.code());
  }

  private MalformedObjectException wrong(CodeSection section, int slot, String what) {
    return new MalformedObjectException(
        object.name(), section.name(), (long) slot * SLOT_BYTES, what);
  }
}
