package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Fills the map {@code .kconfig} from a kernel's configuration. */
final class ConfigurationValues {
  private final Btf types;
  private final ByteOrder order;
  private final KernelConfiguration kernel;

  ConfigurationValues(Btf types, ByteOrder order, KernelConfiguration kernel) {
    this.types = types;
    this.order = order;
    this.kernel = kernel;
  }

  /** Writes one value where it belongs. */
  void write(Extern.Configuration extern, byte[] map) {
    String text = kernel.value(extern.name()).orElse("");
    if (text.isEmpty()) {
      if (!extern.weak()) {
        throw new ConfigurationException(
            "the kernel's configuration says nothing of "
                + extern.name()
                + "; give the program one, or declare the variable __weak");
      }
      return;
    }
    byte[] value = value(extern, text);
    System.arraycopy(value, 0, map, extern.offset(), value.length);
  }

  private byte[] value(Extern.Configuration extern, String text) {
    BtfType type = types.type(types.resolve(extern.typeId()));
    return switch (type) {
      case BtfType.Array _ -> string(extern, text);
      case BtfType.Enumeration _ -> number(extern, choice(extern, text));
      case BtfType.Int integer when isChoice(text) ->
          number(extern, character(integer) ? text.charAt(0) : flag(extern, integer, text));
      case BtfType.Int _ -> number(extern, parse(extern, text));
      case BtfType other -> throw unfit(extern, text, "a " + other.kind());
    };
  }

  private static boolean isChoice(String text) {
    return text.equals("y") || text.equals("m") || text.equals("n");
  }

  private static boolean character(BtfType.Int type) {
    return type.size() == 1 && type.encoding() != BtfType.Encoding.BOOL;
  }

  /** {@code enum libbpf_tristate}: no, yes, module. */
  private static long choice(Extern extern, String text) {
    return switch (text) {
      case "n" -> 0;
      case "y" -> 1;
      case "m" -> 2;
      default -> throw unfit(extern, text, "a choice");
    };
  }

  private static long flag(Extern extern, BtfType.Int type, String text) {
    if (type.encoding() != BtfType.Encoding.BOOL || text.equals("m")) {
      throw unfit(extern, text, type.name());
    }
    return text.equals("y") ? 1 : 0;
  }

  private static long parse(Extern extern, String text) {
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw unfit(extern, text, "a number");
    }
  }

  private byte[] number(Extern.Configuration extern, long value) {
    int bits = extern.size() * 8;
    boolean fits = bits >= 64 || value >> bits == 0 || value >> (bits - 1) == -1;
    if (!fits) {
      throw unfit(extern, Long.toString(value), "a number of " + bits + " bits");
    }
    ByteBuffer bytes = ByteBuffer.allocate(8).order(order);
    bytes.putLong(order == ByteOrder.LITTLE_ENDIAN ? value : value << (64 - bits));
    return Arrays.copyOf(bytes.array(), extern.size());
  }

  private static byte[] string(Extern.Configuration extern, String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      throw unfit(extern, text, "a string");
    }
    byte[] bytes = text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, Math.min(bytes.length, extern.size() - 1));
  }

  private static ConfigurationException unfit(Extern extern, String text, String wanted) {
    return new ConfigurationException(
        extern.name() + "=" + text + " of the kernel's configuration does not fit " + wanted);
  }
}
