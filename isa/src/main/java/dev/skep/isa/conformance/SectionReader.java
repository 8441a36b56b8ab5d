package dev.skep.isa.conformance;

import dev.skep.isa.Code;
import dev.skep.isa.Decoder;
import dev.skep.isa.MalformedCodeException;
import dev.skep.isa.conformance.ConformanceFile.Program;
import dev.skep.isa.text.AssemblyException;
import dev.skep.isa.text.MnemonicAssembler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Splits a conformance file into its sections and reads each. */
final class SectionReader {

  private enum Section {
    ASM("asm"),
    RAW("raw"),
    MEM("mem"),
    RESULT("result"),
    ERROR("error"),
    ERROR_PATTERN("error pattern"),
    C("c"),
    NO_REGISTER_OFFSET("no register offset"),
    NO_JIT("no jit");

    private final String name;

    Section(String name) {
      this.name = name;
    }

    static @Nullable Section of(String name) {
      for (Section section : values()) {
        if (section.name.equals(name)) {
          return section;
        }
      }
      return null;
    }
  }

  /** Something in the file cannot be read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String reason) {
      super(reason, null, false, false);
    }
  }

  private final Map<Section, String> texts = new EnumMap<>(Section.class);
  private final String text;

  SectionReader(String text) {
    this.text = text;
  }

  ConformanceFile file() {
    try {
      split();
      ByteBuffer memory = ByteBuffer.wrap(bytes(Section.MEM, texts.getOrDefault(Section.MEM, "")));
      OptionalLong result = result();
      if (result.isEmpty() && error().isEmpty()) {
        throw new Unreadable("neither -- result nor -- error says what is expected");
      }
      return new ConformanceFile(new Program.Decoded(code()), memory, result, error());
    } catch (Unreadable | AssemblyException | MalformedCodeException wrong) {
      Program program = new Program.Unreadable(String.valueOf(wrong.getMessage()));
      return new ConformanceFile(program, ByteBuffer.allocate(0), OptionalLong.empty(), error());
    }
  }

  /**
   * Fills {@link #texts}. A section's text keeps its lines at their numbers, so that errors name
   * those of the file.
   */
  private void split() throws Unreadable {
    Section current = null;
    List<String> lines = text.lines().toList();
    Map<Section, StringBuilder> building = new EnumMap<>(Section.class);
    String wrong = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("--")) {
        String name = line.substring(2).strip();
        current = Section.of(name);
        if (current == null && wrong == null) {
          wrong = "line " + (i + 1) + ": unknown section \"" + name + "\"";
        }
        line = "";
      }
      if (current != null) {
        int at = i;
        building
            .computeIfAbsent(current, _ -> new StringBuilder("\n".repeat(at)))
            .append(line)
            .append('\n');
      }
    }
    building.forEach((section, content) -> texts.put(section, content.toString()));
    if (wrong != null) {
      throw new Unreadable(wrong);
    }
  }

  private Optional<String> error() {
    String error = texts.getOrDefault(Section.ERROR, texts.get(Section.ERROR_PATTERN));
    return Optional.ofNullable(error).map(String::strip);
  }

  private Code code() throws Unreadable {
    String raw = texts.get(Section.RAW);
    if (raw != null) {
      return Decoder.decode(bytes(Section.RAW, raw), ByteOrder.LITTLE_ENDIAN);
    }
    String assembly = texts.get(Section.ASM);
    if (assembly == null) {
      throw new Unreadable("there is no program: neither -- asm nor -- raw");
    }
    Code code = MnemonicAssembler.assemble(assembly);
    if (code.size() == 0) {
      throw new Unreadable("the program of -- asm is empty");
    }
    return code;
  }

  private OptionalLong result() throws Unreadable {
    String result = texts.get(Section.RESULT);
    if (result == null) {
      return OptionalLong.empty();
    }
    String number = withoutComments(result).strip();
    try {
      boolean hexadecimal = number.startsWith("0x") || number.startsWith("0X");
      return OptionalLong.of(
          hexadecimal
              ? Long.parseUnsignedLong(number, 2, number.length(), 16)
              : number.startsWith("-") ? Long.parseLong(number) : Long.parseUnsignedLong(number));
    } catch (NumberFormatException wrong) {
      throw new Unreadable("-- result has no 64-bit number: \"" + number + "\"");
    }
  }

  /** Bytes of two digits and, in {@code raw}, 64-bit words. */
  private static byte[] bytes(Section section, String text) throws Unreadable {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String token : withoutComments(text).strip().split("\\s+")) {
      if (token.isEmpty()) {
        continue;
      }
      boolean word = token.startsWith("0x") && section == Section.RAW;
      String digits = token.startsWith("0x") ? token.substring(2) : token;
      try {
        long value = Long.parseUnsignedLong(digits, 16);
        if (word) {
          bytes.writeBytes(
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
          continue;
        }
        if (digits.length() <= 2) {
          bytes.write((int) value);
          continue;
        }
      } catch (NumberFormatException wrong) {
        throw notHexadecimal(section, token);
      }
      throw notHexadecimal(section, token);
    }
    return bytes.toByteArray();
  }

  private static Unreadable notHexadecimal(Section section, String token) {
    return new Unreadable("-- " + section.name + " has \"" + token + "\", no hexadecimal byte");
  }

  private static String withoutComments(String text) {
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int comment = line.indexOf('#');
      kept.append(comment < 0 ? line : line.substring(0, comment)).append('\n');
    }
    return kept.toString();
  }
}
