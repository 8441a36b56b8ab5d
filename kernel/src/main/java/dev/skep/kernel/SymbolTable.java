package dev.skep.kernel;

import dev.skep.engine.Symbols.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The functions of {@code /proc/kallsyms}, sorted by address: 12 bytes and its name for each, about
 * 7 MB for a kernel of 200,000 symbols.
 */
final class SymbolTable {
  private static final int FIRST_CAPACITY = 1 << 14;

  private long[] addresses = new long[FIRST_CAPACITY];
  private int[] nameOffsets = new int[FIRST_CAPACITY];
  private byte[] names = new byte[FIRST_CAPACITY * 24];
  private int count;
  private int nameBytes;

  private SymbolTable() {}

  /** Reads a file of lines {@code ADDRESS TYPE NAME[\t[MODULE]]}. */
  static SymbolTable read(Path file) {
    SymbolTable table = new SymbolTable();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        table.add(line);
      }
    } catch (IOException _) {
      // A kernel without CONFIG_KALLSYMS has no names.
      table.count = 0;
    }
    table.sort();
    return table;
  }

  private void add(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || line.length() < space + 4) {
      return;
    }
    char type = line.charAt(space + 1);
    long address = Long.parseUnsignedLong(line, 0, space, 16);
    boolean function = type == 't' || type == 'T' || type == 'w' || type == 'W';
    if (!function || address == 0) {
      return;
    }
    byte[] name = line.substring(space + 3).getBytes(StandardCharsets.ISO_8859_1);
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, count * 2);
      nameOffsets = Arrays.copyOf(nameOffsets, count * 2);
    }
    if (nameBytes + name.length + 1 > names.length) {
      names = Arrays.copyOf(names, names.length * 2 + name.length);
    }
    addresses[count] = address;
    nameOffsets[count++] = nameBytes;
    System.arraycopy(name, 0, names, nameBytes, name.length);
    nameBytes += name.length + 1;
  }

  /**
   * Sorts addresses as unsigned numbers, their names with them. The file is sorted but for modules.
   */
  private void sort() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    long[] unsorted = addresses;
    int[] offsets = nameOffsets;
    Arrays.sort(order, (a, b) -> Long.compareUnsigned(unsorted[a], unsorted[b]));
    addresses = new long[count];
    nameOffsets = new int[count];
    for (int i = 0; i < count; i++) {
      addresses[i] = unsorted[order[i]];
      nameOffsets[i] = offsets[order[i]];
    }
  }

  /** The symbol that starts at the address or nearest before it. */
  Optional<Symbol> find(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(addresses[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(symbol(low - 1, address));
  }

  private Symbol symbol(int index, long address) {
    int start = nameOffsets[index];
    int end = start;
    while (names[end] != 0) {
      end++;
    }
    String text = new String(names, start, end - start, StandardCharsets.ISO_8859_1);
    int tab = text.indexOf('\t');
    String name = tab < 0 ? text : text.substring(0, tab);
    String module = tab < 0 ? "" : text.substring(tab + 2, text.length() - 1);
    return new Symbol(name, address - addresses[index], module);
  }
}
