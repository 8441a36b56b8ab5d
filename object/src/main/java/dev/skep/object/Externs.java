package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.object.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The undefined symbols of an object, with what its BTF says of them (sections {@code .kconfig} and
 * {@code .ksyms}).
 */
final class Externs {
  static final String CONFIGURATION = ".kconfig";

  /** Values are numbers and short strings. */
  private static final int MAX_VALUE_BYTES = 1 << 16;

  private static final String KERNEL_SYMBOLS = ".ksyms";

  private final String file;
  private final @Nullable Btf btf;
  private final Map<String, Integer> sectionOfName = new HashMap<>();
  private final Map<String, Integer> typeOfName = new HashMap<>();

  private Externs(String file, @Nullable Btf btf) {
    this.file = file;
    this.btf = btf;
  }

  /** The externs by the numbers of their symbols. */
  static Map<Integer, Extern> read(String file, @Nullable Btf btf, List<ElfSymbol> symbols) {
    return new Externs(file, btf).resolve(symbols);
  }

  private Map<Integer, Extern> resolve(List<ElfSymbol> symbols) {
    index(CONFIGURATION, 0);
    index(KERNEL_SYMBOLS, 1);
    Map<Integer, Extern> externs = new HashMap<>();
    List<ElfSymbol> configuration = new ArrayList<>();
    for (ElfSymbol symbol : symbols) {
      if (!symbol.undefined() || symbol.name().isEmpty() || symbol.binding() == ElfSymbol.LOCAL) {
        continue;
      }
      Integer section = sectionOfName.get(symbol.name());
      if (section == null) {
        throw new MalformedObjectException(
            file,
            "",
            0,
            "the symbol "
                + symbol.name()
                + " is undefined and BTF declares it neither __ksym nor __kconfig; declare it so, or link the object that defines it");
      }
      if (section == 0) {
        configuration.add(symbol);
      } else {
        externs.put(symbol.index(), kernelSymbol(symbol));
      }
    }
    layOut(configuration, externs);
    return externs;
  }

  private void index(String section, int number) {
    if (btf == null) {
      return;
    }
    for (int id : btf.findByName(section, DataSection.class)) {
      for (SectionVariable variable : btf.type(id, DataSection.class).variables()) {
        String name = btf.type(variable.typeId()).name();
        sectionOfName.put(name, number);
        typeOfName.put(name, variable.typeId());
      }
    }
  }

  private Extern kernelSymbol(ElfSymbol symbol) {
    Btf types = Objects.requireNonNull(btf);
    int id = typeOfName.getOrDefault(symbol.name(), 0);
    return switch (types.type(id)) {
      case BtfType.Function _ -> new Extern.Function(symbol.name(), symbol.weak(), id);
      case BtfType.Variable variable -> {
        int resolved = types.resolve(variable.typeId());
        boolean typeless = types.type(resolved) instanceof BtfType.VoidType;
        yield new Extern.Variable(symbol.name(), symbol.weak(), typeless ? 0 : variable.typeId());
      }
      case BtfType other ->
          throw new MalformedObjectException(
              file,
              KERNEL_SYMBOLS,
              0,
              symbol.name() + " is neither a variable nor a function but " + other.kind());
    };
  }

  private record Value(ElfSymbol symbol, int typeId, int size, int alignment) {}

  private Value value(Btf types, ElfSymbol symbol, int typeId) {
    try {
      long size = types.sizeOf(typeId);
      if (size > 0 && size <= MAX_VALUE_BYTES) {
        return new Value(symbol, typeId, (int) size, types.alignOf(typeId));
      }
      throw new MalformedObjectException(
          file, CONFIGURATION, 0, symbol.name() + " has bytes=" + size);
    } catch (IllegalArgumentException none) {
      throw new MalformedObjectException(
          file, CONFIGURATION, 0, symbol.name() + " has a type without a size");
    }
  }

  /** libbpf's order: the most aligned first, then the smaller, then by name. */
  private void layOut(List<ElfSymbol> symbols, Map<Integer, Extern> externs) {
    Btf types = btf;
    if (types == null) {
      return;
    }
    List<Value> values = new ArrayList<>();
    for (ElfSymbol symbol : symbols) {
      int id = typeOfName.getOrDefault(symbol.name(), 0);
      if (!(types.type(id) instanceof BtfType.Variable variable)) {
        throw new MalformedObjectException(
            file, CONFIGURATION, 0, symbol.name() + " is not a variable");
      }
      values.add(value(types, symbol, variable.typeId()));
    }
    values.sort(
        Comparator.comparingInt((Value value) -> -value.alignment())
            .thenComparingInt(Value::size)
            .thenComparing(value -> value.symbol().name()));
    int offset = 0;
    for (Value value : values) {
      offset = (offset + value.alignment() - 1) / value.alignment() * value.alignment();
      ElfSymbol symbol = value.symbol();
      externs.put(
          symbol.index(),
          new Extern.Configuration(
              symbol.name(), symbol.weak(), value.typeId(), offset, value.size()));
      offset += value.size();
    }
  }
}
