package dev.skep.verifier.rules;

import dev.skep.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/**
 * One access to memory through a register.
 *
 * @param register the register that holds the pointer
 * @param offset the instruction's offset
 * @param size the number of bytes
 * @param write whether it writes
 * @param stored the value that is written; null for reads and for an unknown one
 * @param storedRegister the register of that value; −1 for none
 * @param strict whether it must be aligned in any case
 * @param fetch whether a value is read that is to be kept
 * @param signExtended whether what is read is sign-extended
 */
record Access(
    int register,
    int offset,
    int size,
    boolean write,
    @Nullable Value stored,
    int storedRegister,
    boolean strict,
    boolean fetch,
    boolean signExtended) {

  static Access read(int register, int offset, int size) {
    return new Access(register, offset, size, false, null, -1, false, true, false);
  }

  static Access write(int register, int offset, int size, Value stored, int storedRegister) {
    return new Access(register, offset, size, true, stored, storedRegister, false, false, false);
  }

  /** A write of unknown bytes. */
  static Access clobber(int register, int offset, int size) {
    return new Access(register, offset, size, true, null, -1, false, false, false);
  }

  Access strictly() {
    return new Access(
        register, offset, size, write, stored, storedRegister, true, fetch, signExtended);
  }

  Access extended(boolean sign) {
    return new Access(register, offset, size, write, stored, storedRegister, strict, fetch, sign);
  }

  Access discarded() {
    return new Access(
        register, offset, size, write, stored, storedRegister, strict, false, signExtended);
  }
}
