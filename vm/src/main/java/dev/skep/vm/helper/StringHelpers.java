package dev.skep.vm.helper;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/** Helpers on strings: bpf-helpers(7). */
final class StringHelpers {
  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

  private StringHelpers() {}

  static void register(HelperTable table) {
    table.add(182, StringHelpers::compare);
    table.add(165, StringHelpers::format);
    table.add(105, (run, text, size, flags, to, e) -> parse(run, text, size, flags, to, true));
    table.add(106, (run, text, size, flags, to, e) -> parse(run, text, size, flags, to, false));
  }

  /** Compares at most {@code size} bytes of the first string with the second. */
  private static long compare(Execution run, long one, long size, long other, long d, long e) {
    Memory memory = run.memory();
    for (long i = 0; i < (size & 0xffff_ffffL); i++) {
      int left = memory.loadByte(one + i) & 0xff;
      int right = memory.loadByte(other + i) & 0xff;
      if (left != right) {
        return left < right ? -1 : 1;
      }
      if (left == 0) {
        return 0;
      }
    }
    return 0;
  }

  private static long format(
      Execution run, long to, long size, long format, long data, long dataBytes) {
    long bytes = dataBytes & 0xffff_ffffL;
    if ((bytes & 7) != 0 || bytes > 8 * KernelFormat.MAX_ARGUMENTS) {
      return Errors.EINVAL;
    }
    Memory memory = run.memory();
    Region region = memory.readable(format, 1);
    long at = format - region.base();
    MemorySegment rest = region.segment().asSlice(at, region.readableBytes(format));
    long[] arguments = KernelFormat.arguments(memory, data, bytes);
    byte[] text = KernelFormat.format(memory, rest, arguments, Integer.MAX_VALUE);
    if (text == null) {
      return Errors.EINVAL;
    }
    long room = size & 0xffff_ffffL;
    if (room > 0) {
      Region target = memory.writable(to, room);
      int copied = (int) Math.min(text.length, room - 1);
      MemorySegment.copy(text, 0, target.segment(), JAVA_BYTE, to - target.base(), copied);
      target.segment().set(JAVA_BYTE, to - target.base() + copied, (byte) 0);
    }
    return text.length + 1L;
  }

  /** Reads a number as {@code strtol} does: white space, sign, prefix by base, digits. */
  private static long parse(
      Execution run, long text, long size, long flags, long to, boolean signed) {
    long base = flags & 31;
    boolean known = base == 0 || base == 8 || base == 10 || base == 16;
    if (!known || (flags & ~31L) != 0 || size == 0) {
      return Errors.EINVAL;
    }
    Region region = run.memory().readable(text, size);
    byte[] bytes = region.segment().asSlice(text - region.base(), size).toArray(JAVA_BYTE);
    int at = 0;
    while (at < bytes.length && Character.isWhitespace(bytes[at])) {
      at++;
    }
    boolean negative = signed && at < bytes.length && bytes[at] == '-';
    at += negative ? 1 : 0;
    int radix = base == 0 ? detected(bytes, at) : (int) base;
    at += radix == 16 && marked(bytes, at) ? 2 : 0;
    int start = at;
    while (at < bytes.length && Character.digit(bytes[at], radix) >= 0) {
      at++;
    }
    if (at == start) {
      return Errors.EINVAL;
    }
    String digits =
        new String(bytes, start, at - start, java.nio.charset.StandardCharsets.US_ASCII);
    BigInteger value = new BigInteger(negative ? "-" + digits : digits, radix);
    boolean fits = signed ? value.bitLength() < 64 : value.compareTo(UNSIGNED_LIMIT) < 0;
    if (!fits) {
      return Errors.ERANGE;
    }
    run.memory().storeLong(to, value.longValue());
    return at;
  }

  private static boolean marked(byte[] bytes, int at) {
    return at + 1 < bytes.length && bytes[at] == '0' && (bytes[at + 1] | 32) == 'x';
  }

  private static int detected(byte[] bytes, int at) {
    boolean digit = at + 2 < bytes.length && Character.digit(bytes[at + 2], 16) >= 0;
    if (marked(bytes, at) && digit) {
      return 16;
    }
    return at < bytes.length && bytes[at] == '0' ? 8 : 10;
  }
}
