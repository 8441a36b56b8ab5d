package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What a {@code .BTF.ext} section says about the instructions of an object: which functions they
 * are, from which source lines they come, and what CO-RE has to adjust. One entry for each ELF
 * section that has any of it, in the order of the file.
 */
public record BtfExtension(List<SectionInfo> sections) {
  public BtfExtension {
    sections = List.copyOf(sections);
  }

  /**
   * What is said about one ELF section; each list in the order of the file, which is that of the
   * instructions.
   */
  public record SectionInfo(
      String section,
      List<FunctionInfo> functions,
      List<LineInfo> lines,
      List<CoreRelocation> relocations) {
    public SectionInfo {
      functions = List.copyOf(functions);
      lines = List.copyOf(lines);
      relocations = List.copyOf(relocations);
    }
  }

  /**
   * A function starts here.
   *
   * @param instructionOffset bytes from the start of the ELF section
   * @param typeId its {@link BtfType.Function}
   */
  public record FunctionInfo(long instructionOffset, int typeId) {}

  /**
   * The instructions from here on come from this source line.
   *
   * @param instructionOffset bytes from the start of the ELF section
   * @param source the text of the line, empty when it was not kept
   * @param line counted from 1, 0 when it is not known
   * @param column counted from 1, 0 when it is not known
   */
  public record LineInfo(
      long instructionOffset, String file, String source, int line, int column) {}

  /**
   * An instruction to be adjusted to the types of the kernel that it is loaded into.
   *
   * @param instructionOffset bytes from the start of the ELF section
   * @param typeId the root type, as the program was compiled with
   * @param access indexes of members from the root on, such as {@code 0:1:2}; for enumerators the
   *     index of one; {@code 0} for types
   */
  public record CoreRelocation(
      long instructionOffset, int typeId, String access, CoreRelocationKind kind) {}

  /**
   * Reads a section, all of it.
   *
   * @param btf the {@code .BTF} of the same object, which holds the strings and types
   * @throws MalformedBtfException when the bytes are not such a section, or do not fit {@code btf}
   */
  public static BtfExtension read(byte[] bytes, Btf btf) {
    return new BtfExtensionReader(ByteBuffer.wrap(bytes), btf).read();
  }

  /** What is said about the ELF section of this name. */
  public Optional<SectionInfo> section(String name) {
    return sections.stream().filter(info -> info.section().equals(name)).findFirst();
  }

  /**
   * The same with each type id replaced by what {@code ids} gives for it, as deduplication demands.
   */
  public BtfExtension withTypeIds(IntUnaryOperator ids) {
    return new BtfExtension(
        sections.stream()
            .map(info ->
                new SectionInfo(
                    info.section(),
                    info.functions().stream()
                        .map(it ->
                            new FunctionInfo(it.instructionOffset(), ids.applyAsInt(it.typeId())))
                        .toList(),
                    info.lines(),
                    info.relocations().stream()
                        .map(it ->
                            new CoreRelocation(
                                it.instructionOffset(),
                                ids.applyAsInt(it.typeId()),
                                it.access(),
                                it.kind()))
                        .toList()))
            .toList());
  }

  /**
   * The bytes of the section; its strings are added to {@code btf}, which is to be written after it
   * and in whose byte order it is.
   */
  public byte[] bytes(BtfBuilder btf) {
    return BtfExtensionWriter.write(this, btf);
  }
}
