package dev.skep.btf.print;

import java.util.List;
import java.util.StringJoiner;

/**
 * Prints values as JSON with the conventions of {@code bpftool map dump}: enumerators by name, bit
 * fields in hexadecimal, characters and text as strings, members of anonymous structs under the
 * empty name.
 */
public final class ValuePrinter {
  private ValuePrinter() {}

  /** The value as JSON in one line. */
  public static String json(BtfValue value) {
    return switch (value) {
      case BtfValue.Whole it -> it.value().toString();
      case BtfValue.Letter it -> character(it.code());
      case BtfValue.Truth it -> Boolean.toString(it.value());
      case BtfValue.Text it -> quoted(it.value());
      case BtfValue.Bits it -> quoted("0x" + it.value().toString(16));
      case BtfValue.Constant it -> it.name().isEmpty() ? it.value().toString() : quoted(it.name());
      case BtfValue.Address it -> Long.toUnsignedString(it.value());
      case BtfValue.Decimal it -> decimal(it.value());
      case BtfValue.Raw it -> bytes(it.bytes());
      case BtfValue.Sequence it -> sequence(it);
      case BtfValue.Fields it -> fields(it);
    };
  }

  private static String character(int code) {
    return code >= 0x20 && code < 0x7f
        ? quoted(Character.toString(code))
        : String.format("\"\\u%04x\"", code);
  }

  /** JSON has no number for what is not finite. */
  private static String decimal(double value) {
    return Double.isFinite(value) ? Double.toString(value) : quoted(Double.toString(value));
  }

  private static String bytes(List<Byte> bytes) {
    StringBuilder text = new StringBuilder();
    bytes.forEach(each -> text.append(String.format("%02x", each)));
    return quoted(text.toString());
  }

  private static String sequence(BtfValue.Sequence sequence) {
    StringJoiner text = new StringJoiner(",", "[", "]");
    sequence.elements().forEach(each -> text.add(json(each)));
    return text.toString();
  }

  private static String fields(BtfValue.Fields fields) {
    StringJoiner text = new StringJoiner(",", "{", "}");
    fields.fields().forEach(each -> text.add(quoted(each.name()) + ":" + json(each.value())));
    return text.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(point -> {
          if (point == '"' || point == '\\') {
            quoted.append('\\').appendCodePoint(point);
          } else if (point < 0x20) {
            quoted.append(String.format("\\u%04x", point));
          } else {
            quoted.appendCodePoint(point);
          }
        });
    return quoted.append('"').toString();
  }
}
