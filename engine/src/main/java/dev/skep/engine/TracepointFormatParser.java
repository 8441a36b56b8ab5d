package dev.skep.engine;

import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The one parser of tracefs' {@code format} text, which recordings also carry
 * (Documentation/trace/events.rst).
 *
 * <p>The text has a {@code name:} line, an {@code ID:} line, {@code format:} with one {@code
 * field:} line each, and {@code print fmt:}.
 */
public final class TracepointFormatParser {
  private final String category;
  private final String text;
  private String name = "";
  private int id = -1;
  private final List<Field> fields = new ArrayList<>();
  private String printFormat = "";

  private TracepointFormatParser(String category, String text) {
    this.category = category;
    this.text = text;
  }

  /**
   * Parses one format text.
   *
   * @param category the category, which the text does not say
   * @param text the whole text
   * @throws SourceException with the line when the text is not a format
   */
  public static TracepointFormat parse(String category, String text) {
    return new TracepointFormatParser(category, text).parse();
  }

  private TracepointFormat parse() {
    int number = 0;
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      number++;
      if (!line(text.substring(start, end).strip(), number)) {
        printFormat = text.substring(start).strip().substring("print fmt:".length()).strip();
        break;
      }
      start = end + 1;
    }
    if (name.isEmpty() || id < 0) {
      throw new SourceException(
          "tracepoint format of category "
              + category
              + ": no "
              + (name.isEmpty() ? "name" : "ID")
              + " line");
    }
    return new TracepointFormat(category, name, id, fields, printFormat);
  }

  /** Takes one line; false when the rest of the text is the print format. */
  private boolean line(String line, int number) {
    if (line.startsWith("name:")) {
      name = line.substring("name:".length()).strip();
    } else if (line.startsWith("ID:")) {
      id = number(line.substring("ID:".length()).strip(), number);
    } else if (line.startsWith("field:") || line.startsWith("field special:")) {
      fields.add(field(line.substring(line.indexOf(':') + 1), number));
    } else if (line.startsWith("print fmt:")) {
      return false;
    } else if (!line.isEmpty() && !line.equals("format:")) {
      throw malformed(number, "unexpected line \"" + line + "\"");
    }
    return true;
  }

  /** Reads {@code unsigned int nr_bytes; offset:24; size:4; signed:0;}. */
  private Field field(String line, int number) {
    String[] parts = line.split(";", -1);
    if (parts.length < 3) {
      throw malformed(number, "a field needs offset and size");
    }
    int offset = attribute(parts, "offset:", number, -1);
    int size = attribute(parts, "size:", number, -1);
    boolean signed = attribute(parts, "signed:", number, 0) != 0;
    if (offset < 0 || size < 0) {
      throw malformed(number, "a field needs offset and size");
    }
    return declaration(parts[0].strip(), offset, size, signed, number);
  }

  private Field declaration(String declaration, int offset, int size, boolean signed, int number) {
    if (declaration.startsWith("__data_loc ")) {
      return located(
          declaration.substring("__data_loc ".length()),
          new Shape.DataLocation(),
          offset,
          size,
          signed,
          number);
    }
    if (declaration.startsWith("__rel_loc ")) {
      return located(
          declaration.substring("__rel_loc ".length()),
          new Shape.RelativeLocation(),
          offset,
          size,
          signed,
          number);
    }
    int bracket = declaration.endsWith("]") ? declaration.lastIndexOf('[') : -1;
    String head = bracket < 0 ? declaration : declaration.substring(0, bracket).strip();
    int split = nameStart(head);
    String type = head.substring(0, split).strip();
    String fieldName = head.substring(split);
    if (fieldName.isEmpty() || type.isEmpty()) {
      throw malformed(number, "no type and name in \"" + declaration + "\"");
    }
    if (bracket < 0) {
      return new Field(fieldName, type, new Shape.Scalar(), offset, size, signed);
    }
    String bound = declaration.substring(bracket + 1, declaration.length() - 1).strip();
    return new Field(
        fieldName, type, new Shape.Array(elements(bound, type, size)), offset, size, signed);
  }

  /** {@code char[] name}: the element type stands before empty brackets, the name after them. */
  private Field located(
      String declaration, Shape shape, int offset, int size, boolean signed, int number) {
    String plain = declaration.replace("[]", " ").strip();
    int split = nameStart(plain);
    String type = plain.substring(0, split).strip();
    if (type.isEmpty() || split == plain.length()) {
      throw malformed(number, "no type and name in \"" + declaration + "\"");
    }
    return new Field(plain.substring(split), type, shape, offset, size, signed);
  }

  /**
   * An array's bound may be a C constant that only the kernel's source knows; then the size and the
   * element's width tell.
   */
  private static int elements(String bound, String type, int size) {
    if (!bound.isEmpty() && bound.chars().allMatch(Character::isDigit) && bound.length() < 9) {
      return Integer.parseInt(bound);
    }
    int width = elementBytes(type);
    return width == 0 ? size : size / width;
  }

  private static int elementBytes(String type) {
    String last = type.substring(type.lastIndexOf(' ') + 1);
    return switch (last) {
      case "char", "u8", "__u8", "s8", "__s8", "uint8_t", "int8_t", "bool" -> 1;
      case "short", "u16", "__u16", "s16", "__s16", "uint16_t", "int16_t" -> 2;
      case "int", "unsigned", "u32", "__u32", "s32", "__s32", "uint32_t", "int32_t" -> 4;
      case "long", "u64", "__u64", "s64", "__s64", "uint64_t", "int64_t", "*" -> 8;
      default -> 0;
    };
  }

  private static int nameStart(String declaration) {
    int at = declaration.length();
    while (at > 0 && Character.isJavaIdentifierPart(declaration.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private int attribute(String[] parts, String key, int number, int missing) {
    for (String part : parts) {
      String stripped = part.strip();
      if (stripped.startsWith(key)) {
        return number(stripped.substring(key.length()), number);
      }
    }
    return missing;
  }

  private int number(String digits, int line) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException _) {
      throw malformed(line, "not a number: \"" + digits + "\"");
    }
  }

  private SourceException malformed(int line, String what) {
    String of = name.isEmpty() ? category : category + ":" + name;
    return new SourceException("tracepoint format of " + of + ", line " + line + ": " + what);
  }
}
