package dev.skep.recording.record;

import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the numbers of a record from a machine of the other byte order into this one's, field by
 * field as its format says, so that a program reads what it would have read there. Structures whose
 * members the format does not tell stay as they are.
 */
public final class NativeOrder {
  private final List<Run> runs = new ArrayList<>();
  private final List<Located> located = new ArrayList<>();

  /** Numbers of one width, one after the other. */
  private record Run(int offset, int width, int count) {}

  /** A location word and the width of the numbers that it points to. */
  private record Located(int offset, boolean relative, int width) {}

  /**
   * The plan for a format.
   *
   * @param longBytes the size of the recorded kernel's {@code long}
   */
  public NativeOrder(TracepointFormat format, int longBytes) {
    for (Field field : format.fields()) {
      switch (field.shape()) {
        case Shape.Scalar _ -> addRun(field.offset(), field.size(), 1);
        case Shape.Array(int count) -> {
          if (count > 0 && field.size() % count == 0) {
            addRun(field.offset(), field.size() / count, count);
          }
        }
        case Shape.DataLocation _ -> addLocated(field, false, longBytes);
        case Shape.RelativeLocation _ -> addLocated(field, true, longBytes);
      }
    }
  }

  private void addRun(int offset, int width, int count) {
    if (width == 2 || width == 4 || width == 8) {
      runs.add(new Run(offset, width, count));
    }
  }

  private void addLocated(Field field, boolean relative, int longBytes) {
    addRun(field.offset(), 4, 1);
    int width = width(field.type(), longBytes);
    if (width > 1) {
      located.add(new Located(field.offset(), relative, width));
    }
  }

  private static int width(String type, int longBytes) {
    if (type.endsWith("*")) {
      return longBytes;
    }
    return switch (type.substring(type.lastIndexOf(' ') + 1)) {
      case "short", "u16", "__u16", "s16", "__s16", "uint16_t", "int16_t" -> 2;
      case "int", "unsigned", "u32", "__u32", "s32", "__s32", "uint32_t", "int32_t" -> 4;
      case "u64", "__u64", "s64", "__s64", "uint64_t", "int64_t" -> 8;
      case "long" -> type.contains("long long") ? 8 : longBytes;
      default -> 1;
    };
  }

  /** Reverses the numbers of a record. */
  public void apply(MemorySegment record, int sizeBytes) {
    for (Run run : runs) {
      reverse(record, run.offset(), run.width(), run.count(), sizeBytes);
    }
    for (Located each : located) {
      if (each.offset() + 4 <= sizeBytes) {
        int word = record.get(ValueLayout.JAVA_INT_UNALIGNED, each.offset());
        int from = (word & 0xffff) + (each.relative() ? each.offset() + 4 : 0);
        reverse(record, from, each.width(), (word >>> 16) / each.width(), sizeBytes);
      }
    }
  }

  private static void reverse(MemorySegment record, int from, int width, int count, int sizeBytes) {
    for (int i = 0, at = from; i < count && at <= sizeBytes - width; i++, at += width) {
      switch (width) {
        case 2 -> {
          var layout = ValueLayout.JAVA_SHORT_UNALIGNED;
          record.set(layout, at, Short.reverseBytes(record.get(layout, at)));
        }
        case 4 -> {
          var layout = ValueLayout.JAVA_INT_UNALIGNED;
          record.set(layout, at, Integer.reverseBytes(record.get(layout, at)));
        }
        default -> {
          var layout = ValueLayout.JAVA_LONG_UNALIGNED;
          record.set(layout, at, Long.reverseBytes(record.get(layout, at)));
        }
      }
    }
  }
}
