package dev.skep.recording;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import dev.skep.recording.record.NativeOrder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A fixture's records, written again in another form of the format. */
final class Rewritten {
  private Rewritten() {}

  static byte[] of(Path original, int version, ByteOrder order, int longBytes, String compression) {
    TraceDatWriter writer = new TraceDatWriter(version, order, longBytes, compression);
    List<RingPageWriter> cpus = List.of(writer.cpu(false), writer.cpu(true));
    try (EventSource source = Recordings.open(original)) {
      Map<Integer, TracepointFormat> formats = TraceCommandOracleTest.formats(source);
      Map<Integer, NativeOrder> conversions = new HashMap<>();
      for (TracepointFormat format : formats.values()) {
        if (!format.category().equals("ftrace")) {
          writer.format(format.category(), text(format));
        }
        conversions.put(format.id(), new NativeOrder(format, 8));
      }
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        byte[] bytes = record.data().toArray(ValueLayout.JAVA_BYTE);
        if (order != ByteOrder.nativeOrder()) {
          Objects.requireNonNull(conversions.get(record.tracepointId()))
              .apply(MemorySegment.ofArray(bytes), bytes.length);
        }
        cpus.get(record.cpu()).record(record.nanos(), bytes);
      }
    }
    return writer.write(cpus);
  }

  static Path file(Path folder, byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "rewritten", ".dat"), content);
  }

  /** The format as tracefs writes it. */
  static String text(TracepointFormat format) {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + format.name());
    lines.add("ID: " + format.id());
    lines.add("format:");
    boolean common = true;
    for (Field field : format.fields()) {
      if (common && !field.name().startsWith("common_")) {
        common = false;
        lines.add("");
      }
      lines.add(
          "\tfield:%s;\toffset:%d;\tsize:%d;\tsigned:%d;"
              .formatted(declaration(field), field.offset(), field.size(), field.signed() ? 1 : 0));
    }
    lines.add("");
    lines.add("print fmt: " + format.printFormat());
    return String.join("\n", lines) + "\n";
  }

  private static String declaration(Field field) {
    return switch (field.shape()) {
      case Shape.Scalar _ -> field.type() + " " + field.name();
      case Shape.Array(int count) -> field.type() + " " + field.name() + "[" + count + "]";
      case Shape.DataLocation _ -> "__data_loc " + field.type() + "[] " + field.name();
      case Shape.RelativeLocation _ -> "__rel_loc " + field.type() + "[] " + field.name();
    };
  }
}
