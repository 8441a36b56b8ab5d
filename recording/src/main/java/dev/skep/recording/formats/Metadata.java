package dev.skep.recording.formats;

import dev.skep.engine.SourceException;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormatParser;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.ring.PageLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tracefs says of a recording's events: version 6 of trace.dat and perf.data write these parts
 * one after the other, version 7 of trace.dat as sections.
 */
public final class Metadata {
  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int MAX_FORMAT_BYTES = 4 << 20;
  private static final int MAX_COMMAND_LINES_BYTES = 256 << 20;
  private static final int MAX_FORMATS = 1 << 17;

  private final List<TracepointFormat> formats = new ArrayList<>();
  private final Map<Integer, String> commandLines = new HashMap<>();
  private PageLayout layout;

  /**
   * Nothing yet.
   *
   * @param layout the layout of pages where no part says another
   */
  public Metadata(PageLayout layout) {
    this.layout = layout;
  }

  /** How ring buffer pages are laid out. */
  public PageLayout layout() {
    return layout;
  }

  /** The formats of all events. */
  public List<TracepointFormat> formats() {
    return formats;
  }

  /** Thread names that the kernel had saved, by thread id. */
  public Map<Integer, String> commandLines() {
    return commandLines;
  }

  /** The section of header_page and header_event. */
  public void readHeaderInfo(RecordingInput input) {
    expect(input, "header_page");
    String headerPage = input.text(input.u64(), MAX_HEADER_BYTES, "header_page");
    try {
      layout = PageLayout.parse(input.order(), headerPage);
    } catch (SourceException | IllegalArgumentException e) {
      throw input.malformed(String.valueOf(e.getMessage()));
    }
    expect(input, "header_event");
    input.skip(input.u64(), "header_event");
  }

  private static void expect(RecordingInput input, String name) {
    String found = input.string();
    if (!found.equals(name)) {
      throw input.malformed("\"" + found + "\" stands where \"" + name + "\" belongs");
    }
  }

  /** The formats of ftrace's own events. */
  public void readFtraceFormats(RecordingInput input) {
    long count = input.u32();
    for (long i = 0; i < count; i++) {
      readFormat(input, "ftrace");
    }
  }

  /** The formats of events by system. */
  public void readEventFormats(RecordingInput input) {
    long systems = input.u32();
    for (long i = 0; i < systems; i++) {
      String system = input.string();
      long count = input.u32();
      for (long each = 0; each < count; each++) {
        readFormat(input, system);
      }
    }
  }

  private void readFormat(RecordingInput input, String system) {
    String text = input.text(input.u64(), MAX_FORMAT_BYTES, "an event format");
    if (formats.size() == MAX_FORMATS) {
      throw input.malformed("more than " + MAX_FORMATS + " event formats");
    }
    try {
      formats.add(TracepointFormatParser.parse(system, text));
    } catch (SourceException e) {
      throw input.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Symbols and printk formats: no record needs them. */
  public void skipText(RecordingInput input, String what) {
    input.skip(input.u32(), what);
  }

  /** Lines of thread id and name. */
  public void readCommandLines(RecordingInput input) {
    input
        .text(input.u64(), MAX_COMMAND_LINES_BYTES, "the saved command lines")
        .lines()
        .forEach(this::readCommandLine);
  }

  private void readCommandLine(String line) {
    int space = line.indexOf(' ');
    if (space > 0 && space < 11 && line.chars().limit(space).allMatch(Character::isDigit)) {
      commandLines.put((int) Long.parseLong(line.substring(0, space)), line.substring(space + 1));
    }
  }
}
