package dev.skep.object.core;

import dev.skep.btf.CoreRelocationKind;

/** What a kind of relocation is about. */
enum Aspect {
  FIELD,
  TYPE,
  ENUMERATOR;

  static Aspect of(CoreRelocationKind kind) {
    return switch (kind) {
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LEFT_SHIFT_U64,
          FIELD_RIGHT_SHIFT_U64 ->
          FIELD;
      case TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> TYPE;
      case ENUMERATOR_EXISTS, ENUMERATOR_VALUE -> ENUMERATOR;
    };
  }
}
