package dev.skep.vm.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Ones' complement sums (RFC 1071, RFC 1624) as Linux keeps them: 16-bit words in host order, of
 * which 32-bit sums are not yet folded.
 */
public final class InternetChecksum {
  private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;

  private InternetChecksum() {}

  /** {@code csum_add}: with the carry brought back. */
  public static int add(int sum, int more) {
    int result = sum + more;
    return Integer.compareUnsigned(result, more) < 0 ? result + 1 : result;
  }

  /** {@code csum_sub}. */
  public static int subtract(int sum, int less) {
    return add(sum, ~less);
  }

  /** {@code csum_fold}: sixteen bits, complemented, as a header holds them. */
  public static int fold(int sum) {
    return ~foldPlain(sum) & 0xffff;
  }

  /** {@code csum_from32to16}: sixteen bits. */
  public static int foldPlain(int sum) {
    int once = (sum >>> 16) + (sum & 0xffff);
    return (once >>> 16) + (once & 0xffff);
  }

  /** {@code csum_partial}: a sum continued over memory, as if zeros followed it. */
  public static int of(MemorySegment memory, long at, long bytes, int seed) {
    long sum = seed & 0xffff_ffffL;
    long whole = bytes & -4;
    for (long i = 0; i < whole; i += 4) {
      sum += memory.get(WORD, at + i) & 0xffff_ffffL;
    }
    for (long i = whole; i < bytes; i++) {
      sum += (memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xffL) << shift(i - whole);
    }
    sum = (sum >>> 32) + (sum & 0xffff_ffffL);
    return (int) ((sum >>> 32) + sum);
  }

  /** Where a byte of a word stands in host order. */
  private static int shift(long index) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return 8 * (int) (little ? index : 3 - index);
  }

  /** {@code csum_replace2}: a header's checksum after one of its words has changed. */
  public static int replaceShort(int checksum, int from, int to) {
    return ~addShort(addShort(~checksum & 0xffff, ~from & 0xffff), to & 0xffff) & 0xffff;
  }

  private static int addShort(int sum, int more) {
    int result = sum + more & 0xffff;
    return result < more ? result + 1 & 0xffff : result;
  }

  /** {@code csum_replace4}: a header's checksum after four of its bytes have changed. */
  public static int replaceInt(int checksum, int from, int to) {
    return fold(add(subtract(~checksum, from), to));
  }

  /** {@code csum_replace_by_diff}: a header's checksum after a difference is added. */
  public static int replaceByDifference(int checksum, int difference) {
    return fold(add(difference, ~checksum));
  }
}
