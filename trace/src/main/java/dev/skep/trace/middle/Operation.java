package dev.skep.trace.middle;

/**
 * An operation on 64 bits; division by 0 gives 0 and the remainder the dividend, as RFC 9669 says.
 */
public enum Operation {
  ADD,
  SUBTRACT,
  MULTIPLY,
  UNSIGNED_DIVIDE,
  UNSIGNED_REMAINDER,
  OR,
  AND,
  XOR,
  SHIFT_LEFT,
  UNSIGNED_SHIFT_RIGHT,
  SIGNED_SHIFT_RIGHT
}
