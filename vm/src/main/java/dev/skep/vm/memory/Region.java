package dev.skep.vm.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A live piece of memory that programs may reach: a stack, a context, a map's values.
 *
 * <p>A region may be cells in a row, of which programs see only a window each:
 *
 * <pre>
 * base            base + stride
 * |-- lead --|=== window ===|..|-- lead --|=== window ===|..
 * </pre>
 *
 * An access must lie within one window; a region without cells is one window.
 */
public final class Region {
  /** A region that covers nothing. */
  public static final Region NONE =
      new Region("nothing", MemorySegment.NULL, 0, false, 0, 0, 0, null);

  private final String name;
  private final MemorySegment segment;
  private final long base;
  private final long size;
  private final boolean writable;
  private final long stride;
  private final long lead;
  private final long window;
  private final @Nullable FieldContext fields;

  private Region(
      String name,
      MemorySegment segment,
      long base,
      boolean writable,
      long stride,
      long lead,
      long window,
      @Nullable FieldContext fields) {
    this.name = name;
    this.segment = segment;
    this.base = base;
    this.size = segment.byteSize();
    this.writable = writable;
    this.stride = stride;
    this.lead = lead;
    this.window = window;
    this.fields = fields;
  }

  /**
   * A region of one window.
   *
   * @param name what it is, for messages: {@code stack}, {@code value of map "counts"}
   * @param segment native memory; addresses are its own
   */
  public static Region of(String name, MemorySegment segment, boolean writable) {
    return new Region(name, segment, segment.address(), writable, 0, 0, 0, null);
  }

  /**
   * A region that programs see at an address of its own.
   *
   * @param base the address, congruent to the segment's own modulo 8
   */
  public static Region at(String name, long base, MemorySegment segment, boolean writable) {
    return new Region(name, segment, base, writable, 0, 0, 0, null);
  }

  /**
   * A region of cells.
   *
   * @param stride from one cell to the next, in bytes
   * @param lead what of a cell programs may not see at its start, in bytes
   * @param window what of it they may see behind that, in bytes
   */
  public static Region ofCells(
      String name, MemorySegment segment, boolean writable, long stride, long lead, long window) {
    return new Region(name, segment, segment.address(), writable, stride, lead, window, null);
  }

  /** A context whose fields have rules: as memory, it covers nothing. */
  static Region ofFields(FieldContext fields) {
    MemorySegment segment = fields.segment();
    long bytes = segment.byteSize();
    return new Region("context", segment, segment.address(), true, bytes, 0, 0, fields);
  }

  /** The context's fields, where it is a context whose fields have rules. */
  @Nullable FieldContext fields() {
    return fields;
  }

  /** What it is, for messages. */
  public String name() {
    return name;
  }

  /** The memory behind it. */
  public MemorySegment segment() {
    return segment;
  }

  /** The address of its first byte. */
  public long base() {
    return base;
  }

  /** Its size in bytes. */
  public long size() {
    return size;
  }

  /** Whether programs may write. */
  public boolean writable() {
    return writable;
  }

  /** How many bytes can be read from an address that is covered up to its window's end. */
  public long readableBytes(long address) {
    long offset = address - base;
    return stride == 0 ? size - offset : lead + window - offset % stride;
  }

  /** Whether an access of {@code bytes} at an address lies within one window. */
  public boolean covers(long address, long bytes) {
    long offset = address - base;
    if (offset < 0 || offset > size - bytes) {
      return false;
    }
    return stride == 0 || inWindow(offset, bytes);
  }

  private boolean inWindow(long offset, long bytes) {
    long inCell =
        size <= Integer.MAX_VALUE
            ? (int) offset % (int) stride
            : Long.remainderUnsigned(offset, stride);
    return inCell >= lead && inCell + bytes <= lead + window;
  }

  /** {@code map value of "counts" at [0x7f00, 0x7f40)}. */
  @Override
  public String toString() {
    return "%s at [0x%x, 0x%x)".formatted(name, base, base + size);
  }
}
