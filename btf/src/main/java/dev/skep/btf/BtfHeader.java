package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a {@code .BTF} section ({@code struct btf_header} of {@code linux/btf.h}); its
 * magic number tells the byte order.
 *
 * <pre>
 *  0       2   3   4           8           12          16          20          24
 *  | magic |ver|flg| hdr_len   | type_off  | type_len  | str_off   | str_len   | … hdr_len
 * </pre>
 *
 * Offsets in the header count from its end; here they count from the start of the section. A longer
 * header is accepted: kernels after 6.18 describe the sizes of kinds there, which is needed only
 * for kinds that are not known.
 */
record BtfHeader(int headerLength, int typesStart, int typesEnd, int stringsStart, int stringsEnd) {
  static final int MAGIC = 0xeb9f;
  static final int LENGTH = 24;

  /** Sets the buffer's byte order by its magic number and reads the header. */
  static BtfHeader read(ByteBuffer buffer) {
    orderByMagic(buffer);
    BtfBytes bytes = new BtfBytes(buffer);
    long headerLength = bytes.u32(4);
    if (headerLength < LENGTH || headerLength > bytes.size()) {
      throw new MalformedBtfException(
          4, "hdr_len=" + headerLength + ", expected " + LENGTH + " or more within the section");
    }
    long types = headerLength + bytes.u32(8);
    long typesEnd = types + bytes.u32(12);
    long strings = headerLength + bytes.u32(16);
    long stringsEnd = strings + bytes.u32(20);
    if (types % 4 != 0 || typesEnd > bytes.size()) {
      throw new MalformedBtfException(
          8,
          "types at " + types + ".." + typesEnd + " are unaligned or beyond size=" + bytes.size());
    }
    if (stringsEnd > bytes.size()) {
      throw new MalformedBtfException(
          16, "strings at " + strings + ".." + stringsEnd + " are beyond size=" + bytes.size());
    }
    if (strings < typesEnd && types < stringsEnd) {
      throw new MalformedBtfException(
          16,
          "strings at "
              + strings
              + ".."
              + stringsEnd
              + " overlap types at "
              + types
              + ".."
              + typesEnd);
    }
    return new BtfHeader(
        (int) headerLength, (int) types, (int) typesEnd, (int) strings, (int) stringsEnd);
  }

  /** Shared with {@code .BTF.ext}, whose header starts alike. */
  static void orderByMagic(ByteBuffer buffer) {
    if (buffer.limit() < 8) {
      throw new MalformedBtfException(0, "size=" + buffer.limit() + " is too short for a header");
    }
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    if ((buffer.getShort(0) & 0xffff) != MAGIC) {
      buffer.order(ByteOrder.BIG_ENDIAN);
    }
    if ((buffer.getShort(0) & 0xffff) != MAGIC) {
      throw new MalformedBtfException(
          0, String.format("magic=0x%04x, expected 0xeb9f", buffer.getShort(0) & 0xffff));
    }
    int version = buffer.get(2);
    int flags = buffer.get(3);
    if (version != 1 || flags != 0) {
      throw new MalformedBtfException(
          2, "version=" + version + " flags=" + flags + ", expected version=1 flags=0");
    }
  }
}
