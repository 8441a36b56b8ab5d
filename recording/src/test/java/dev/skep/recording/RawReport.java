package dev.skep.recording;

import dev.skep.engine.EventRecord;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A record as {@code trace-cmd report -R -t} prints it, but for the thread's name. */
final class RawReport {
  private RawReport() {}

  static String line(EventRecord record, TracepointFormat format) {
    StringBuilder line = new StringBuilder();
    line.append(record.tid());
    line.append(String.format(" [%03d] ", record.cpu()));
    line.append(seconds(record.nanos())).append(": ").append(format.name()).append(':');
    for (Field field : format.fields()) {
      if (!field.name().startsWith("common_")) {
        line.append(' ')
            .append(field.name())
            .append('=')
            .append(value(record.data(), field, format));
      }
    }
    return line.toString().strip();
  }

  static String seconds(long nanos) {
    return String.format("%d.%09d", nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  static String text(MemorySegment memory) {
    byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  static long number(MemorySegment data, Field field) {
    long at = field.offset();
    return switch (field.size()) {
      case 1 ->
          field.signed()
              ? data.get(ValueLayout.JAVA_BYTE, at)
              : data.get(ValueLayout.JAVA_BYTE, at) & 0xffL;
      case 2 ->
          field.signed()
              ? data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at)
              : data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) & 0xffffL;
      case 4 ->
          field.signed()
              ? data.get(ValueLayout.JAVA_INT_UNALIGNED, at)
              : data.get(ValueLayout.JAVA_INT_UNALIGNED, at) & 0xffffffffL;
      default -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    };
  }

  private static String value(MemorySegment data, Field field, TracepointFormat format) {
    return switch (field.shape()) {
      case Shape.Scalar _ -> scalar(data, field, format);
      case Shape.Array _ -> text(data.asSlice(field.offset(), field.size()));
      case Shape.DataLocation _ -> {
        int word = data.get(ValueLayout.JAVA_INT_UNALIGNED, field.offset());
        yield text(data.asSlice(word & 0xffff, word >>> 16));
      }
      case Shape.RelativeLocation _ -> {
        int word = data.get(ValueLayout.JAVA_INT_UNALIGNED, field.offset());
        yield text(data.asSlice(field.offset() + 4 + (word & 0xffff), word >>> 16));
      }
    };
  }

  private static String scalar(MemorySegment data, Field field, TracepointFormat format) {
    long value = number(data, field);
    if (format.printFormat().matches(".*\\b" + field.name() + "=%l+x.*")) {
      return Long.toHexString(value);
    }
    return field.signed() ? Long.toString(value) : Long.toUnsignedString(value);
  }
}
