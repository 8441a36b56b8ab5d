package dev.skep.btf;

import java.util.List;

/**
 * A type. Types refer to each other by id, resolved through the {@link Btf} they came from, so that
 * cycles are ordinary and only reached types are decoded.
 *
 * <p>Id 0 is {@code void}. Sizes are bytes, offsets of members bits; what the format holds as an
 * unsigned 32-bit number is a {@code long} here.
 */
public sealed interface BtfType {

  /** The name, empty for anonymous types and for kinds that have none. */
  default String name() {
    return "";
  }

  /** The kind on disk. */
  BtfKind kind();

  /** A type that stands for another one with something added: a typedef, qualifier or type tag. */
  sealed interface Modifier extends BtfType {
    /** The type that is modified. */
    int typeId();
  }

  /** A struct or union. */
  sealed interface Composite extends BtfType {
    /** Bytes of the whole. */
    long size();

    /** The members in order of declaration. */
    List<Member> members();
  }

  /** An enumeration of either width. */
  sealed interface Enumeration extends BtfType {
    /** Bytes of a value: 1, 2, 4 or 8. */
    int size();

    /** Whether values are signed. */
    boolean signed();

    /** The enumerators in order of declaration. */
    List<Enumerator> enumerators();
  }

  /** The type with id 0. */
  record VoidType() implements BtfType {
    @Override
    public String name() {
      return "void";
    }

    @Override
    public BtfKind kind() {
      return BtfKind.VOID;
    }
  }

  /** How the bits of an integer are to be understood. */
  enum Encoding {
    UNSIGNED(0),
    SIGNED(1),
    CHAR(2),
    BOOL(4);

    private final int number;

    Encoding(int number) {
      this.number = number;
    }

    /** The number on disk. */
    public int number() {
      return number;
    }
  }

  /**
   * An integer.
   *
   * @param size bytes of the storage
   * @param bits how many bits of the storage count, at most 128
   * @param bitOffset where they start; non-zero only in BTF that old compilers wrote for bit fields
   */
  record Int(String name, int size, Encoding encoding, int bits, int bitOffset) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.INT;
    }

    /** Whether values are to be sign-extended. */
    public boolean signed() {
      return encoding == Encoding.SIGNED;
    }
  }

  /** A pointer to {@code typeId}. */
  record Pointer(int typeId) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.POINTER;
    }
  }

  /**
   * An array of {@code count} elements.
   *
   * @param indexTypeId the integer type of its index
   */
  record Array(int elementTypeId, int indexTypeId, long count) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.ARRAY;
    }
  }

  /** A struct. */
  record Struct(String name, long size, List<Member> members) implements Composite {
    public Struct {
      members = List.copyOf(members);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.STRUCT;
    }
  }

  /** A union. */
  record Union(String name, long size, List<Member> members) implements Composite {
    public Union {
      members = List.copyOf(members);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.UNION;
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param bitOffset from the start of the struct or union
   * @param bitfieldSize bits of a bit field, 0 when it is none
   */
  record Member(String name, int typeId, long bitOffset, int bitfieldSize) {
    /** Whether this is a bit field. */
    public boolean isBitfield() {
      return bitfieldSize != 0;
    }
  }

  /** An enumeration whose values have at most 32 bits. */
  record Enum32(String name, int size, boolean signed, List<Enumerator> enumerators)
      implements Enumeration {
    public Enum32 {
      enumerators = List.copyOf(enumerators);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.ENUM;
    }
  }

  /** An enumeration whose values may have 64 bits. */
  record Enum64(String name, int size, boolean signed, List<Enumerator> enumerators)
      implements Enumeration {
    public Enum64 {
      enumerators = List.copyOf(enumerators);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.ENUM64;
    }
  }

  /**
   * A named value.
   *
   * @param value sign-extended when the enumeration is signed, otherwise zero-extended: an unsigned
   *     64-bit number
   */
  record Enumerator(String name, long value) {}

  /** A struct or union whose members are not known here. */
  record Forward(String name, boolean isUnion) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.FORWARD;
    }
  }

  /** Another name of {@code typeId}. */
  record Typedef(String name, int typeId) implements Modifier {
    @Override
    public BtfKind kind() {
      return BtfKind.TYPEDEF;
    }
  }

  /** {@code volatile}. */
  record Volatile(int typeId) implements Modifier {
    @Override
    public BtfKind kind() {
      return BtfKind.VOLATILE;
    }
  }

  /** {@code const}. */
  record Const(int typeId) implements Modifier {
    @Override
    public BtfKind kind() {
      return BtfKind.CONST;
    }
  }

  /** {@code restrict}. */
  record Restrict(int typeId) implements Modifier {
    @Override
    public BtfKind kind() {
      return BtfKind.RESTRICT;
    }
  }

  /** A function, declared or defined; {@code typeId} is its {@link FunctionPrototype}. */
  record Function(String name, int typeId, Linkage linkage) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.FUNCTION;
    }
  }

  /**
   * The parameters and the result of a function. The {@code ...} of a variadic one is no parameter.
   */
  record FunctionPrototype(int returnTypeId, List<Parameter> parameters, boolean variadic)
      implements BtfType {
    public FunctionPrototype {
      parameters = List.copyOf(parameters);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.FUNCTION_PROTOTYPE;
    }
  }

  /** A parameter; the name is empty where the declaration left it out. */
  record Parameter(String name, int typeId) {}

  /** A global variable. */
  record Variable(String name, int typeId, Linkage linkage) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.VARIABLE;
    }
  }

  /**
   * An ELF section of data and the variables in it. Size and offsets are zero in what clang writes;
   * loaders fill them in from ELF.
   */
  record DataSection(String name, long size, List<SectionVariable> variables) implements BtfType {
    public DataSection {
      variables = List.copyOf(variables);
    }

    @Override
    public BtfKind kind() {
      return BtfKind.DATA_SECTION;
    }
  }

  /**
   * A variable's place in its section.
   *
   * @param typeId a {@link Variable}, or a {@link Function} where extern functions are listed in
   *     {@code .ksyms}
   * @param offset bytes from the start of the section
   * @param size bytes
   */
  record SectionVariable(int typeId, long offset, long size) {}

  /** A floating-point number. */
  record FloatingPoint(String name, int size) implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.FLOAT;
    }
  }

  /**
   * {@code __attribute__((btf_decl_tag("name")))} on a declaration.
   *
   * @param name the tag's text
   * @param componentIndex the member or parameter that is tagged, −1 for the whole of {@code
   *     typeId}
   * @param attribute whether the text is a whole attribute instead of a tag's (kernel 6.15)
   */
  record DeclarationTag(String name, int typeId, int componentIndex, boolean attribute)
      implements BtfType {
    @Override
    public BtfKind kind() {
      return BtfKind.DECLARATION_TAG;
    }
  }

  /**
   * {@code __attribute__((btf_type_tag("name")))} on what a pointer points to.
   *
   * @param name the tag's text
   * @param attribute whether the text is a whole attribute instead of a tag's (kernel 6.15)
   */
  record TypeTag(String name, int typeId, boolean attribute) implements Modifier {
    @Override
    public BtfKind kind() {
      return BtfKind.TYPE_TAG;
    }
  }
}
