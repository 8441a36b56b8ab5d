package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfExtension;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.btf.Linkage;
import dev.skep.object.elf.ElfFile;
import dev.skep.object.elf.ElfSection;
import dev.skep.object.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An object's types as kernels want them. Compilers leave to the loader what only the linker knows:
 * sizes of data sections and offsets of variables come from the ELF file; what is hidden counts as
 * static, so that it is verified with its callers; externs become variables, since the kernel knows
 * no others. Ids stay as they are.
 */
final class ObjectTypes {
  private static final String KERNEL_SYMBOLS = ".ksyms";
  private static final int INT_BYTES = 4;

  /** BTF holds offsets in 32 bits. */
  private static final long MAX_OFFSET = 0xffff_ffffL;

  private final ElfFile elf;
  private final Btf btf;
  private final BtfBuilder builder;
  private final Map<String, ElfSymbol> variables = new HashMap<>();
  private final Map<String, Extern> externs = new HashMap<>();

  private ObjectTypes(ElfFile elf, Btf btf, List<ElfSymbol> symbols, Collection<Extern> externs) {
    this.elf = elf;
    this.btf = btf;
    this.builder = BtfBuilder.copyOf(btf);
    for (ElfSymbol symbol : symbols) {
      if (symbol.type() == ElfSymbol.OBJECT && symbol.binding() != ElfSymbol.LOCAL) {
        variables.putIfAbsent(symbol.name(), symbol);
      }
    }
    externs.forEach(extern -> this.externs.put(extern.name(), extern));
  }

  /** The types as kernels want them. */
  static Btf loadable(
      ElfFile elf,
      Btf btf,
      BtfExtension extension,
      List<ElfSymbol> symbols,
      Collection<Extern> externs) {
    ObjectTypes types = new ObjectTypes(elf, btf, symbols, externs);
    types.keepStrings(extension);
    types.hideFunctions(symbols);
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Function function) {
        types.nameParameters(function);
      } else if (btf.type(id) instanceof DataSection section) {
        switch (section.name()) {
          case KERNEL_SYMBOLS -> types.kernelSymbols(id, section);
          case Externs.CONFIGURATION -> types.configuration(id, section);
          default -> types.dataSection(id, section);
        }
      }
    }
    return types.builder.build();
  }

  /** The source lines of programs are among the strings of the types that they are loaded with. */
  private void keepStrings(BtfExtension extension) {
    for (BtfExtension.SectionInfo section : extension.sections()) {
      for (BtfExtension.LineInfo line : section.lines()) {
        builder.addString(line.file());
        builder.addString(line.source());
      }
    }
  }

  private void hideFunctions(List<ElfSymbol> symbols) {
    for (ElfSymbol symbol : symbols) {
      if (symbol.type() == ElfSymbol.FUNCTION
          && symbol.binding() != ElfSymbol.LOCAL
          && isHidden(symbol)) {
        for (int id : btf.findByName(symbol.name(), BtfType.Function.class)) {
          BtfType.Function function = btf.type(id, BtfType.Function.class);
          builder.set(id, new BtfType.Function(function.name(), function.typeId(), Linkage.STATIC));
        }
      }
    }
  }

  private static boolean isHidden(ElfSymbol symbol) {
    return symbol.visibility() == ElfSymbol.HIDDEN || symbol.visibility() == ElfSymbol.INTERNAL;
  }

  private void dataSection(int id, DataSection section) {
    boolean unknown = section.size() == 0;
    long size = unknown ? sectionSize(section.name()) : section.size();
    List<SectionVariable> placed = new ArrayList<>();
    for (SectionVariable each : section.variables()) {
      placed.add(place(section, each, unknown));
    }
    placed.sort(Comparator.comparingLong(SectionVariable::offset));
    builder.set(id, new DataSection(section.name(), size, placed));
  }

  private long sectionSize(String name) {
    return elf.section(name)
        .map(ElfSection::size)
        .filter(size -> size > 0)
        .orElseThrow(() ->
            new MalformedObjectException(
                elf.name(),
                ".BTF",
                0,
                "the types describe section " + name + ", which is not there"));
  }

  private SectionVariable place(DataSection section, SectionVariable each, boolean unknown) {
    if (!(btf.type(each.typeId()) instanceof BtfType.Variable variable)) {
      throw new MalformedObjectException(
          elf.name(),
          ".BTF",
          btf.offsetOf(each.typeId()),
          "type id=" + each.typeId() + " in section " + section.name() + " is no variable");
    }
    if (variable.linkage() != Linkage.GLOBAL) {
      return each;
    }
    ElfSymbol symbol = variables.get(variable.name());
    if (symbol == null) {
      throw new MalformedObjectException(
          elf.name(),
          section.name(),
          each.offset(),
          "variable " + variable.name() + " has no symbol in the file");
    }
    if (symbol.value() < 0 || symbol.value() > MAX_OFFSET) {
      throw new MalformedObjectException(
          elf.name(),
          section.name(),
          Math.max(0, symbol.value()),
          "variable " + variable.name() + " does not lie in its section");
    }
    if (isHidden(symbol)) {
      builder.set(
          each.typeId(), new BtfType.Variable(variable.name(), variable.typeId(), Linkage.STATIC));
    }
    return unknown ? new SectionVariable(each.typeId(), symbol.value(), each.size()) : each;
  }

  private void configuration(int id, DataSection section) {
    List<SectionVariable> placed = new ArrayList<>();
    long size = 0;
    for (SectionVariable each : section.variables()) {
      BtfType.Variable variable = btf.type(each.typeId(), BtfType.Variable.class);
      if (externs.get(variable.name()) instanceof Extern.Configuration value) {
        placed.add(new SectionVariable(each.typeId(), value.offset(), each.size()));
        size = Math.max(size, value.offset() + (long) value.size());
      } else {
        throw noSymbol(section, variable.name());
      }
      builder.set(
          each.typeId(), new BtfType.Variable(variable.name(), variable.typeId(), Linkage.GLOBAL));
    }
    placed.sort(Comparator.comparingLong(SectionVariable::offset));
    builder.set(id, new DataSection(section.name(), size, placed));
  }

  private MalformedObjectException noSymbol(DataSection section, String name) {
    return new MalformedObjectException(
        elf.name(), section.name(), 0, "extern " + name + " has no symbol in the file");
  }

  /** Each extern becomes a variable of type int, one behind the other. */
  private void kernelSymbols(int id, DataSection section) {
    int integer = integerType();
    int standIn = 0;
    List<SectionVariable> placed = new ArrayList<>();
    for (SectionVariable each : section.variables()) {
      long offset = (long) placed.size() * INT_BYTES;
      int typeId = each.typeId();
      switch (btf.type(typeId)) {
        case BtfType.Variable variable ->
            builder.set(typeId, new BtfType.Variable(variable.name(), integer, Linkage.GLOBAL));
        case BtfType.Function function -> {
          externFunction(typeId, function);
          standIn =
              standIn != 0
                  ? standIn
                  : builder.add(new BtfType.Variable("kernel_function", integer, Linkage.GLOBAL));
          typeId = standIn;
        }
        case BtfType other ->
            throw new MalformedObjectException(
                elf.name(), section.name(), offset, other.name() + " is a " + other.kind());
      }
      placed.add(new SectionVariable(typeId, offset, INT_BYTES));
    }
    builder.set(id, new DataSection(section.name(), (long) placed.size() * INT_BYTES, placed));
  }

  /** The kernel takes no extern functions. */
  private void externFunction(int id, BtfType.Function function) {
    builder.set(id, new BtfType.Function(function.name(), function.typeId(), Linkage.GLOBAL));
  }

  /** The kernel takes no functions whose parameters have no names. */
  private void nameParameters(BtfType.Function function) {
    if (btf.type(function.typeId()) instanceof BtfType.FunctionPrototype prototype
        && prototype.parameters().stream().anyMatch(ObjectTypes::nameless)) {
      List<BtfType.Parameter> named = new ArrayList<>();
      for (BtfType.Parameter parameter : prototype.parameters()) {
        named.add(
            nameless(parameter)
                ? new BtfType.Parameter("parameter", parameter.typeId())
                : parameter);
      }
      builder.set(
          function.typeId(),
          new BtfType.FunctionPrototype(prototype.returnTypeId(), named, prototype.variadic()));
    }
  }

  private static boolean nameless(BtfType.Parameter parameter) {
    return parameter.name().isEmpty() && parameter.typeId() != 0;
  }

  private int integerType() {
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Int type
          && type.size() == INT_BYTES
          && type.bits() == INT_BYTES * 8
          && type.bitOffset() == 0) {
        return id;
      }
    }
    return builder.add(
        new BtfType.Int("int", INT_BYTES, BtfType.Encoding.SIGNED, INT_BYTES * 8, 0));
  }
}
