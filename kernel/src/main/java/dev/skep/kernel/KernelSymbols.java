package dev.skep.kernel;

import dev.skep.engine.Symbols;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Names of addresses in the kernel, read from {@code /proc/kallsyms} when one is first asked for.
 * Where {@code kernel.kptr_restrict} hides the addresses, there are no names.
 */
final class KernelSymbols implements Symbols {
  private static final Path FILE = Path.of("/proc/kallsyms");

  private @Nullable SymbolTable table;

  /** The address of a symbol; found by a walk through the file, without keeping anything. */
  OptionalLong address(String name) {
    try (BufferedReader reader = Files.newBufferedReader(FILE, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int start = line.indexOf(' ') + 3;
        if (line.startsWith(name, start) && ends(line, start + name.length())) {
          long address = Long.parseUnsignedLong(line, 0, start - 3, 16);
          return address == 0 ? OptionalLong.empty() : OptionalLong.of(address);
        }
      }
      return OptionalLong.empty();
    } catch (IOException _) {
      // A kernel without CONFIG_KALLSYMS has no names.
      return OptionalLong.empty();
    }
  }

  private static boolean ends(String line, int at) {
    return at == line.length() || line.charAt(at) == '\t';
  }

  @Override
  public Optional<Symbol> kernel(long address) {
    return table().find(address);
  }

  private synchronized SymbolTable table() {
    if (table == null) {
      table = SymbolTable.read(FILE);
    }
    return table;
  }

  @Override
  public Optional<Symbol> user(int pid, long address) {
    return Optional.empty();
  }
}
