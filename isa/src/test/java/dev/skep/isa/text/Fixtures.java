package dev.skep.isa.text;

import dev.skep.isa.Code;
import dev.skep.isa.Decoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Files of the folder {@code fixtures}, which its {@code regenerate.sh} makes. */
final class Fixtures {
  private Fixtures() {}

  static List<String> lines(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
  }

  static Code code(String name) {
    return Decoder.decode(bytes(name), ByteOrder.LITTLE_ENDIAN);
  }

  /** The code of bytes as llvm-objdump and bpftool print them: {@code bf 16 00 …}. */
  static Code codeOfHex(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex.strip());
    return Decoder.decode(bytes, ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/dev/skep/isa/fixtures/" + name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
