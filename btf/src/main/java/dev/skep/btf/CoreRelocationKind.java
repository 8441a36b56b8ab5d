package dev.skep.btf;

import org.jspecify.annotations.Nullable;

/**
 * What a CO-RE relocation asks of the target's types ({@code enum bpf_core_relo_kind} of {@code
 * linux/bpf.h}). The ordinal is the number on disk.
 */
public enum CoreRelocationKind {
  FIELD_BYTE_OFFSET,
  FIELD_BYTE_SIZE,
  FIELD_EXISTS,
  FIELD_SIGNED,
  FIELD_LEFT_SHIFT_U64,
  FIELD_RIGHT_SHIFT_U64,
  TYPE_ID_LOCAL,
  TYPE_ID_TARGET,
  TYPE_EXISTS,
  TYPE_SIZE,
  ENUMERATOR_EXISTS,
  ENUMERATOR_VALUE,
  TYPE_MATCHES;

  private static final CoreRelocationKind[] BY_NUMBER = values();

  /** The kind with this number on disk, or null when there is none. */
  public static @Nullable CoreRelocationKind ofNumber(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : null;
  }

  /** The number on disk. */
  public int number() {
    return ordinal();
  }
}
