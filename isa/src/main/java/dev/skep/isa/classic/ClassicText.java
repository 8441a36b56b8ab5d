package dev.skep.isa.classic;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.isa.text.AssemblyException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Classic programs as tcpdump prints them (libpcap 1.10). */
public final class ClassicText {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private ClassicText() {}

  /** The listing of {@code tcpdump -d}: {@code (000) ldh [12]}, lines ended by breaks. */
  public static String listing(List<ClassicInstruction> program) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < program.size(); i++) {
      lines.append(line(i, program.get(i))).append('\n');
    }
    return lines.toString();
  }

  /** The initialisers of {@code tcpdump -dd}: <code>{ 0x28, 0, 0, 0x0000000c },</code>. */
  public static String initializers(List<ClassicInstruction> program) {
    StringBuilder lines = new StringBuilder();
    for (ClassicInstruction instruction : program) {
      RawClassic raw = RawClassic.of(instruction);
      lines.append(
          "{ 0x%x, %d, %d, 0x%08x },\n"
              .formatted(raw.code(), raw.whenTrue(), raw.whenFalse(), raw.k()));
    }
    return lines.toString();
  }

  /** The numbers of {@code tcpdump -ddd}: how many, then {@code 40 0 0 12}. */
  public static String numbers(List<ClassicInstruction> program) {
    StringBuilder lines = new StringBuilder().append(program.size()).append('\n');
    for (ClassicInstruction instruction : program) {
      RawClassic raw = RawClassic.of(instruction);
      lines.append(raw.code()).append(' ').append(raw.whenTrue()).append(' ');
      lines.append(raw.whenFalse()).append(' ').append(Integer.toUnsignedString(raw.k()));
      lines.append('\n');
    }
    return lines.toString();
  }

  /**
   * The program that {@link #numbers} wrote; empty lines and blanks around numbers are allowed, and
   * commas for line breaks, as {@code iptables -m bpf} takes it.
   *
   * @throws AssemblyException when the text is no such list
   * @throws dev.skep.isa.MalformedCodeException when Linux knows no instruction of a code
   */
  public static List<ClassicInstruction> parseNumbers(String text) {
    List<long[]> rows = new ArrayList<>();
    List<Integer> lineOfRow = new ArrayList<>();
    int number = 0;
    for (String line : text.replace(',', '\n').split("\\R", -1)) {
      number++;
      if (!line.isBlank()) {
        rows.add(row(line, number, rows.isEmpty() ? 1 : 4));
        lineOfRow.add(number);
      }
    }
    if (rows.isEmpty() || rows.getFirst()[0] != rows.size() - 1) {
      String expected = rows.isEmpty() ? "the number of instructions" : rows.getFirst()[0] + "";
      throw new AssemblyException(
          Math.max(1, number),
          1,
          "expected instructions=" + expected + " but found " + Math.max(0, rows.size() - 1));
    }
    return ClassicCodec.decode(bytes(rows, lineOfRow), ByteOrder.LITTLE_ENDIAN);
  }

  private static long[] row(String line, int number, int columns) {
    String[] words = BLANKS.split(line.strip());
    if (words.length != columns) {
      String shape = columns == 1 ? "the number of instructions" : "code, jt, jf and k";
      throw new AssemblyException(number, 1, "expected " + shape + " but found \"" + line + "\"");
    }
    long[] row = new long[columns];
    for (int i = 0; i < columns; i++) {
      row[i] = unsigned32(words[i], number, line);
    }
    return row;
  }

  private static long unsigned32(String word, int number, String line) {
    long value = 0;
    for (int i = 0; i < word.length(); i++) {
      char digit = word.charAt(i);
      value = value * 10 + (digit - '0');
      if (digit < '0' || digit > '9' || value > 0xffff_ffffL) {
        throw new AssemblyException(
            number,
            line.indexOf(word) + 1,
            "\"" + word + "\" is no decimal number from 0 to 4294967295");
      }
    }
    return value;
  }

  private static byte[] bytes(List<long[]> rows, List<Integer> lineOfRow) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * (rows.size() - 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i < rows.size(); i++) {
      long[] row = rows.get(i);
      if (row[0] > 0xffff || row[1] > 255 || row[2] > 255) {
        throw new AssemblyException(
            lineOfRow.get(i), 1, "code is at most 65535, jt and jf are at most 255");
      }
      bytes.putShort((short) row[0]).put((byte) row[1]).put((byte) row[2]).putInt((int) row[3]);
    }
    return bytes.array();
  }

  /** One line of {@link #listing}, without line break; targets of jumps are absolute. */
  public static String line(int index, ClassicInstruction instruction) {
    String start = "(%03d) ".formatted(index);
    if (instruction
        instanceof
        ClassicInstruction.JumpIf(
            Condition condition,
            ClassicOperand src,
            int whenTrue,
            int whenFalse)) {
      return start
          + "%-8s %-16s jt %d\tjf %d"
              .formatted(name(condition), hex(src), index + 1 + whenTrue, index + 1 + whenFalse);
    }
    return start + "%-8s %s".formatted(name(instruction), operand(index, instruction));
  }

  private static String name(Condition condition) {
    return switch (condition) {
      case EQUAL -> "jeq";
      case UNSIGNED_GREATER -> "jgt";
      case UNSIGNED_GREATER_OR_EQUAL -> "jge";
      case BITS_SET -> "jset";
      case NOT_EQUAL,
          SIGNED_GREATER,
          SIGNED_GREATER_OR_EQUAL,
          UNSIGNED_LESS,
          UNSIGNED_LESS_OR_EQUAL,
          SIGNED_LESS,
          SIGNED_LESS_OR_EQUAL ->
          throw new IllegalArgumentException("classic BPF has no condition=" + condition);
    };
  }

  private static String name(ClassicInstruction instruction) {
    return switch (instruction) {
      case ClassicInstruction.LoadAbsolute(var size, _) -> load(size);
      case ClassicInstruction.LoadIndirect(var size, _) -> load(size);
      case ClassicInstruction.LoadAncillary(var size, _) -> load(size);
      case ClassicInstruction.LoadHeaderLength _ -> "ldxb";
      case ClassicInstruction.LoadLength(var dst) -> load(dst);
      case ClassicInstruction.LoadImmediate(var dst, _) -> load(dst);
      case ClassicInstruction.LoadScratch(var dst, _) -> load(dst);
      case ClassicInstruction.StoreScratch(var src, _) ->
          src == ClassicRegister.INDEX ? "stx" : "st";
      case ClassicInstruction.Arithmetic(var operation, _) ->
          operation.name().toLowerCase(Locale.ROOT);
      case ClassicInstruction.Negate() -> "neg";
      case ClassicInstruction.Jump _ -> "ja";
      case ClassicInstruction.JumpIf jump -> name(jump.condition());
      case ClassicInstruction.ReturnConstant _, ClassicInstruction.ReturnAccumulator _ -> "ret";
      case ClassicInstruction.CopyToIndex _ -> "tax";
      case ClassicInstruction.CopyToAccumulator() -> "txa";
    };
  }

  private static String load(MemorySize size) {
    return size == MemorySize.W ? "ld" : size == MemorySize.H ? "ldh" : "ldb";
  }

  private static String load(ClassicRegister dst) {
    return dst == ClassicRegister.INDEX ? "ldx" : "ld";
  }

  private static String operand(int index, ClassicInstruction instruction) {
    return switch (instruction) {
      case ClassicInstruction.LoadAbsolute(_, int offset) -> "[" + offset + "]";
      case ClassicInstruction.LoadIndirect(_, int offset) -> "[x + " + offset + "]";
      case ClassicInstruction.LoadAncillary(_, var ancillary) ->
          "[" + ancillary.tcpdumpName() + "]";
      case ClassicInstruction.LoadHeaderLength(int offset) -> "4*([" + offset + "]&0xf)";
      case ClassicInstruction.LoadLength _ -> "#pktlen";
      case ClassicInstruction.LoadImmediate(_, int value) -> "#0x" + Integer.toHexString(value);
      case ClassicInstruction.LoadScratch(_, int cell) -> "M[" + cell + "]";
      case ClassicInstruction.StoreScratch(_, int cell) -> "M[" + cell + "]";
      case ClassicInstruction.Arithmetic arithmetic -> operand(arithmetic);
      case ClassicInstruction.Jump(int offset) -> Integer.toString(index + 1 + offset);
      case ClassicInstruction.JumpIf jump -> hex(jump.src());
      case ClassicInstruction.ReturnConstant(int value) -> "#" + value;
      case ClassicInstruction.Negate _,
          ClassicInstruction.ReturnAccumulator _,
          ClassicInstruction.CopyToIndex _,
          ClassicInstruction.CopyToAccumulator _ ->
          "";
    };
  }

  /** Bitwise operations show their constant in hexadecimal, the others in signed decimal. */
  private static String operand(ClassicInstruction.Arithmetic arithmetic) {
    AluOperation operation = arithmetic.operation();
    boolean bitwise =
        operation == AluOperation.AND
            || operation == AluOperation.OR
            || operation == AluOperation.XOR;
    return switch (arithmetic.src()) {
      case ClassicOperand.Index() -> "x";
      case ClassicOperand.Constant(int value) when !bitwise -> "#" + value;
      case ClassicOperand.Constant _ -> hex(arithmetic.src());
    };
  }

  private static String hex(ClassicOperand operand) {
    return switch (operand) {
      case ClassicOperand.Index() -> "x";
      case ClassicOperand.Constant(int value) -> "#0x" + Integer.toHexString(value);
    };
  }
}
