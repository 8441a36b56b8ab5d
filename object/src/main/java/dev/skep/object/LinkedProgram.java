package dev.skep.object;

import dev.skep.abi.ProgramType;
import dev.skep.isa.Code;
import dev.skep.isa.Decoder;
import dev.skep.isa.MalformedCodeException;
import dev.skep.object.core.InstructionWord;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program with its subprograms behind it: the entry function first, then each subprogram once, in
 * the order in which calls reach them, depth first. Calls are resolved; what an instruction means
 * by name is in {@link #referenceAt}, and the instruction holds zeros there. Immutable.
 *
 * <p>It is kept as slots, because an object may hold what is no instruction; {@link #code} decodes.
 */
public final class LinkedProgram {
  private final ObjectFile object;
  private final EntryProgram program;
  private final long[] words;
  private final Map<Integer, SymbolReference> references;
  private final List<FunctionInfo> functions;
  private final List<Origin> origins;
  private final List<LineInfo> lines;
  private final List<Unresolved> unresolved;

  /** Where the slots from {@code slot} on come from. */
  record Origin(String section, int sectionSlot, int slot) {}

  LinkedProgram(
      ObjectFile object,
      EntryProgram program,
      long[] words,
      Map<Integer, SymbolReference> references,
      List<FunctionInfo> functions,
      List<Origin> origins,
      List<LineInfo> lines,
      List<Unresolved> unresolved) {
    this.object = object;
    this.program = program;
    this.words = words;
    this.references = Map.copyOf(references);
    this.functions = List.copyOf(functions);
    this.origins = List.copyOf(origins);
    this.lines = List.copyOf(lines);
    this.unresolved = List.copyOf(unresolved);
  }

  /** Which program it is. */
  public EntryProgram program() {
    return program;
  }

  /** How many 8-byte slots it takes. */
  public int slots() {
    return words.length;
  }

  /** One slot: opcode in the lowest byte, immediate in the highest four (RFC 9669 section 3). */
  public long word(int slot) {
    return words[slot];
  }

  /** All slots as bytes, in the object's byte order. */
  public byte[] bytes() {
    return InstructionWord.bytes(words, object.byteOrder());
  }

  /** What the instruction that starts at a slot means by name. */
  public Optional<SymbolReference> referenceAt(int slot) {
    return Optional.ofNullable(references.get(slot));
  }

  /** Where each function starts. */
  public List<FunctionInfo> functions() {
    return functions;
  }

  /** The source lines. */
  public List<LineInfo> lines() {
    return lines;
  }

  /** What CO-RE could not adjust. */
  public List<Unresolved> unresolved() {
    return unresolved;
  }

  /**
   * The instructions.
   *
   * @throws MalformedObjectException when a slot is no instruction
   */
  public Code code() {
    try {
      return Decoder.decode(
          InstructionWord.bytes(words, ByteOrder.LITTLE_ENDIAN), ByteOrder.LITTLE_ENDIAN);
    } catch (MalformedCodeException malformed) {
      Origin origin = originOf(malformed.slot());
      throw new MalformedObjectException(
          object.name(),
          origin.section(),
          ((long) malformed.slot() - origin.slot() + origin.sectionSlot()) * 8,
          "program " + program.name() + ": " + malformed.reason());
    }
  }

  private Origin originOf(int slot) {
    Origin found = origins.getFirst();
    for (Origin origin : origins) {
      found = origin.slot() <= slot ? origin : found;
    }
    return found;
  }

  /** What instructions mean by name, by index of the instruction in {@link #code}. */
  public Map<Integer, Reference> references(Code code) {
    Map<Integer, Reference> byIndex = new HashMap<>();
    references.forEach((slot, reference) -> {
      int index = code.indexAt(slot);
      if (index >= 0) {
        byIndex.put(index, reference.forEngine());
      }
    });
    return byIndex;
  }

  /**
   * The specification that an engine loads.
   *
   * @param type the program type, which the section's name may not say
   * @throws MalformedObjectException when a slot is no instruction
   */
  public ProgramSpec spec(ProgramType type) {
    Code code = code();
    ProgramSpec.Builder builder =
        ProgramSpec.builder(program.name(), type)
            .code(code)
            .flags(program.flags())
            .license(object.license())
            .references(references(code))
            .functions(functions)
            .lines(lines);
    program.attachType().ifPresent(builder::expectedAttachType);
    program.target().ifPresent(builder::attachTarget);
    object.loadableTypes().ifPresent(builder::types);
    return builder.build();
  }
}
