package dev.skep.object;

import dev.skep.btf.Btf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Compiled C sources, and what libbpf makes of them. */
final class Fixtures {
  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name + "; run regenerate.sh");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectFile object(String name) {
    return ObjectReader.read(name, bytes(name));
  }

  static Btf types(String name) {
    return object(name).types().orElseThrow();
  }

  static List<String> lines(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
  }

  static LinkedProgram linked(ObjectFile object, String program) {
    return object.link(program(object, program));
  }

  static EntryProgram program(ObjectFile object, String name) {
    return object.programs().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
