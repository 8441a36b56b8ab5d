package dev.skep.vm.helper;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Formats as the kernel's {@code bpf_bprintf_prepare} allows: {@code %d i u x X c s p} with {@code
 * l} and {@code ll}, flags {@code - + space 0 #}, width, and {@code %%}; {@code %pks}, {@code %pus}
 * read strings, {@code %pi4}, {@code %pI4} addresses.
 */
final class KernelFormat {
  /** {@code MAX_BPRINTF_VARARGS}. */
  static final int MAX_ARGUMENTS = 12;

  /** How many bytes of a string are read at most. */
  private static final int STRING_BYTES = 512;

  private final Memory memory;
  private final MemorySegment format;
  private final long[] arguments;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;
  private int used;

  private KernelFormat(Memory memory, MemorySegment format, long[] arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  /** The 64-bit arguments at an address. */
  static long[] arguments(Memory memory, long data, long bytes) {
    long[] values = new long[(int) bytes / 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = memory.loadLong(data + 8L * i);
    }
    return values;
  }

  /** The text, cut to so many bytes less one; null when the format is refused. */
  static byte @Nullable [] format(
      Memory memory, MemorySegment format, long[] arguments, int limit) {
    KernelFormat run = new KernelFormat(memory, format, arguments);
    if (!run.whole()) {
      return null;
    }
    byte[] text = run.out.toByteArray();
    return text.length < limit ? text : java.util.Arrays.copyOf(text, limit - 1);
  }

  /** A text as a line, its own end taken off. */
  static String line(byte[] text) {
    String line = new String(text, StandardCharsets.UTF_8);
    return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
  }

  private int peek() {
    return at < format.byteSize() ? format.get(JAVA_BYTE, at) & 0xff : 0;
  }

  private boolean whole() {
    for (int each = peek(); each != 0; each = peek()) {
      at++;
      if (each != '%') {
        // The kernel allows printable ASCII and white space only.
        if (each >= 0x7f || (each < 0x20 && !Character.isWhitespace(each))) {
          return false;
        }
        out.write(each);
      } else if (peek() == '%') {
        at++;
        out.write('%');
      } else if (!conversion()) {
        return false;
      }
    }
    return true;
  }

  private boolean conversion() {
    String flags = flags();
    int width = 0;
    while (Character.isDigit(peek())) {
      width = Math.min(width * 10 + peek() - '0', 1024);
      at++;
    }
    if (used >= arguments.length) {
      return false;
    }
    if (peek() == 'p') {
      at++;
      return pointer(flags, width);
    }
    int longs = 0;
    while (peek() == 'l' && longs < 2) {
      longs++;
      at++;
    }
    int conversion = peek();
    at++;
    if (conversion == 's' && longs == 0) {
      return string(flags, width);
    }
    if (conversion == 'c' && longs == 0) {
      pad(String.valueOf((char) (arguments[used++] & 0xff)), flags, width);
      return true;
    }
    return number(conversion, longs > 0, flags, width);
  }

  private String flags() {
    int start = at;
    while (peek() != 0 && "-+ 0#".indexOf(peek()) >= 0) {
      at++;
    }
    byte[] bytes = format.asSlice(start, at - start).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private boolean number(int conversion, boolean wide, String flags, int width) {
    long value = arguments[used];
    String digits;
    switch (conversion) {
      case 'd', 'i' -> digits = Long.toString(wide ? value : (int) value);
      case 'u' ->
          digits = wide ? Long.toUnsignedString(value) : Integer.toUnsignedString((int) value);
      case 'x', 'X' -> {
        digits = Long.toHexString(wide ? value : value & 0xffff_ffffL);
        digits = flags.contains("#") ? "0x" + digits : digits;
        digits = conversion == 'X' ? digits.toUpperCase(java.util.Locale.ROOT) : digits;
      }
      default -> {
        return false;
      }
    }
    used++;
    boolean signed = conversion == 'd' || conversion == 'i';
    if (signed && !digits.startsWith("-")) {
      digits = (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + digits;
    }
    pad(digits, flags, width);
    return true;
  }

  private boolean pointer(String flags, int width) {
    int kind = peek();
    if ((kind == 'k' || kind == 'u')
        && at + 1 < format.byteSize()
        && format.get(JAVA_BYTE, at + 1) == 's') {
      at += 2;
      return string(flags, width);
    }
    if (kind == 'i' || kind == 'I') {
      at += 2;
      return format.get(JAVA_BYTE, at - 1) == '4' && address();
    }
    if (kind == 'x' || kind == 'K' || kind == 'B' || kind == 's' || kind == 'S') {
      at++;
    }
    pad("%016x".formatted(arguments[used++]), flags, width);
    return true;
  }

  /** An IPv4 address in network order behind a pointer. */
  private boolean address() {
    long pointer = arguments[used++];
    Region region = memory.find(pointer, 4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int each =
          region == null ? 0 : region.segment().get(JAVA_BYTE, pointer - region.base() + i) & 0xff;
      text.append(i == 0 ? "" : ".").append(each);
    }
    pad(text.toString(), "", 0);
    return true;
  }

  private boolean string(String flags, int width) {
    long pointer = arguments[used++];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < STRING_BYTES; i++) {
      Region region = memory.find(pointer + i, 1);
      int each = region == null ? 0 : region.segment().get(JAVA_BYTE, pointer + i - region.base());
      if (each == 0) {
        break;
      }
      text.append((char) (each & 0xff));
    }
    pad(text.toString(), flags, width);
    return true;
  }

  /** Characters up to 255 stand for bytes. */
  private void pad(String text, String flags, int width) {
    String filler = " ".repeat(Math.max(0, width - text.length()));
    boolean left = flags.contains("-");
    boolean zeros = flags.contains("0") && !left;
    String padded = left ? text + filler : (zeros ? filler.replace(' ', '0') : filler) + text;
    out.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
  }
}
