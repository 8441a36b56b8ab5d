package dev.skep.object.core;

import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocationKind;
import java.nio.ByteOrder;

/**
 * A number about a field.
 *
 * @param value the number
 * @param size bytes of the field where a load or store has to take them on, else 0
 * @param typeId the field's type, where {@code size} is not 0
 * @param sure whether a compiler can only have come to the same number
 */
record FieldValue(long value, int size, int typeId, boolean sure) {

  /** The number that a kind of relocation asks about a place. */
  static FieldValue of(CoreRelocationKind kind, Access access) {
    Access.Step last = access.last();
    return last.isElement() ? ofElement(kind, access, last) : ofMember(kind, access, last);
  }

  private static FieldValue ofElement(CoreRelocationKind kind, Access access, Access.Step last) {
    long size = Access.size(access.btf, last.typeId());
    return switch (kind) {
      case FIELD_BYTE_OFFSET ->
          new FieldValue(access.bitOffset / 8, (int) size, last.typeId(), true);
      case FIELD_BYTE_SIZE -> new FieldValue(size, 0, 0, true);
      case FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LEFT_SHIFT_U64,
          FIELD_RIGHT_SHIFT_U64,
          TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          TYPE_MATCHES,
          ENUMERATOR_EXISTS,
          ENUMERATOR_VALUE ->
          throw new Unfit("relocation " + kind + " of an array element");
    };
  }

  private static FieldValue ofMember(CoreRelocationKind kind, Access access, Access.Step last) {
    BtfType.Composite type = (BtfType.Composite) access.btf.type(last.typeId());
    BtfType.Member member = type.members().get((int) last.index());
    int id = access.btf.resolve(member.typeId());
    long bytes = Access.size(access.btf, id);
    boolean bitField = member.bitfieldSize() > 0;
    long bits = bitField ? member.bitfieldSize() : bytes * 8;
    long start = access.bitOffset / 8;
    if (bitField) {
      bytes = loadSize(access.bitOffset, bits, bytes);
      start = access.bitOffset / 8 / bytes * bytes;
    }
    long first = access.bitOffset - start * 8;
    boolean little = access.btf.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    return switch (kind) {
      case FIELD_BYTE_OFFSET -> new FieldValue(start, bitField ? 0 : (int) bytes, id, !bitField);
      case FIELD_BYTE_SIZE -> new FieldValue(bytes, 0, 0, !bitField);
      case FIELD_SIGNED -> new FieldValue(signed(access.btf.type(id)) ? 1 : 0, 0, 0, true);
      case FIELD_LEFT_SHIFT_U64 ->
          new FieldValue(little ? 64 - (first + bits) : (8 - bytes) * 8 + first, 0, 0, !bitField);
      case FIELD_RIGHT_SHIFT_U64 -> new FieldValue(64 - bits, 0, 0, true);
      case FIELD_EXISTS,
          TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          TYPE_MATCHES,
          ENUMERATOR_EXISTS,
          ENUMERATOR_VALUE ->
          throw new Unfit("relocation " + kind + " asks nothing about a field");
    };
  }

  /** The smallest aligned load that holds all bits, no smaller than the field's type. */
  private static long loadSize(long bitOffset, long bits, long typeBytes) {
    long bytes = typeBytes;
    if (bytes <= 0) {
      throw new Unfit("a bit field of a type without bytes");
    }
    while (bitOffset + bits - bitOffset / 8 / bytes * bytes * 8 > bytes * 8) {
      if (bytes >= 8) {
        throw new Unfit("a bit field that no 64-bit load holds");
      }
      bytes *= 2;
    }
    return bytes;
  }

  private static boolean signed(BtfType type) {
    return switch (type) {
      case BtfType.Enumeration enumeration -> enumeration.signed();
      case BtfType.Int integer -> integer.signed();
      case BtfType _ -> false;
    };
  }
}
