package dev.skep.recording.ring;

import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormatParser;
import java.nio.ByteOrder;

/**
 * Where a page's parts are.
 *
 * <pre>
 *   0             8                  dataOffset         dataOffset + committed
 *   +-------------+------------------+------------------+---------------------+
 *   | time stamp  | commit: 4 or 8   | events           | lost count, if said |
 *   +-------------+------------------+------------------+---------------------+
 * </pre>
 *
 * @param order the byte order of all numbers
 * @param commitOffset where the commit word is
 * @param commitBytes its size: the recorded kernel's {@code long}
 * @param dataOffset where the events start
 */
public record PageLayout(ByteOrder order, int commitOffset, int commitBytes, int dataOffset) {

  /** The layout of a kernel whose {@code long} has a size. */
  public static PageLayout of(ByteOrder order, int longBytes) {
    return new PageLayout(order, 8, longBytes, 8 + longBytes);
  }

  /**
   * The layout that tracefs' {@code header_page} text gives.
   *
   * @throws dev.skep.engine.SourceException when the text does not give one
   * @throws IllegalArgumentException when the layout is none that a kernel has
   */
  public static PageLayout parse(ByteOrder order, String headerPage) {
    TracepointFormat format =
        TracepointFormatParser.parse(
            "header_page", "name: header_page\nID: 0\nformat:\n" + headerPage);
    Field commit = require(format, "commit");
    Field data = require(format, "data");
    Field timestamp = require(format, "timestamp");
    boolean known =
        timestamp.offset() == 0
            && timestamp.size() == 8
            && commit.offset() == 8
            && (commit.size() == 4 || commit.size() == 8)
            && data.offset() == 8 + commit.size();
    if (!known) {
      throw new IllegalArgumentException(
          "no known layout of ring buffer pages: " + format.fields());
    }
    return new PageLayout(order, commit.offset(), commit.size(), data.offset());
  }

  private static Field require(TracepointFormat format, String name) {
    return format
        .field(name)
        .orElseThrow(() -> new IllegalArgumentException("header_page has no field " + name));
  }
}
