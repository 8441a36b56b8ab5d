package dev.skep.btf.print;

import java.math.BigInteger;
import java.util.List;

/**
 * A value of a BTF type, read from memory by {@link ValueReader}: a tree that needs no types to be
 * shown.
 */
public sealed interface BtfValue {

  /** An integer of up to 128 bits, with its sign where the type has one. */
  record Whole(BigInteger value) implements BtfValue {}

  /** An integer that the type calls a character, 0 to 255. */
  record Letter(int code) implements BtfValue {}

  /** A {@code bool}. */
  record Truth(boolean value) implements BtfValue {}

  /** An array of characters that holds printable ASCII up to a NUL. */
  record Text(String value) implements BtfValue {}

  /** A bit field, without sign: its bits as they are. */
  record Bits(BigInteger value) implements BtfValue {}

  /** A value of an enumeration; the name is empty where no enumerator has the value. */
  record Constant(String name, BigInteger value) implements BtfValue {}

  /** A pointer. */
  record Address(long value) implements BtfValue {}

  /** A floating-point number of 4 or 8 bytes. */
  record Decimal(double value) implements BtfValue {}

  /** A number in a format that Java has no type for, as its bytes in memory. */
  record Raw(List<Byte> bytes) implements BtfValue {
    public Raw {
      bytes = List.copyOf(bytes);
    }
  }

  /** An array. */
  record Sequence(List<BtfValue> elements) implements BtfValue {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /** A struct, or a union with the value of each of its members. */
  record Fields(List<Field> fields) implements BtfValue {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** A member's value; the name is empty for an anonymous struct or union. */
  record Field(String name, BtfValue value) {}
}
