package dev.skep.object;

import dev.skep.abi.KernelVersion;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * How a kernel was configured: what {@code __kconfig} variables of objects are filled with. Besides
 * {@code CONFIG_*} there are libbpf's own {@code LINUX_*}, which follow from the version.
 */
public final class KernelConfiguration {
  private static final KernelVersion COOKIES = KernelVersion.parse("5.15");
  private static final KernelVersion WRAPPERS = KernelVersion.parse("4.17");

  private final Map<String, String> values;

  private KernelConfiguration(Map<String, String> values) {
    this.values = values;
  }

  /** A kernel of which only the version is known. */
  public static KernelConfiguration of(KernelVersion version) {
    return of(version, List.of());
  }

  /** The lines of a configuration file, as {@code /proc/config.gz} holds them. */
  public static KernelConfiguration of(KernelVersion version, List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (line.startsWith("CONFIG_") && equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    values.put("LINUX_KERNEL_VERSION", Integer.toString(version.code()));
    values.put("LINUX_HAS_BPF_COOKIE", version.isAtLeast(COOKIES) ? "y" : "n");
    values.put("LINUX_HAS_SYSCALL_WRAPPER", version.isAtLeast(WRAPPERS) ? "y" : "n");
    return new KernelConfiguration(values);
  }

  /**
   * A configuration file, compressed or not.
   *
   * @throws IOException when it cannot be read
   */
  public static KernelConfiguration read(KernelVersion version, Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      try (InputStream plain = compressed ? new GZIPInputStream(in) : in) {
        String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        return of(version, text.lines().toList());
      }
    }
  }

  /** The value as the file spells it: {@code y}, {@code m}, a number or a quoted string. */
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
