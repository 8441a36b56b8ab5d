package dev.skep.btf;

/**
 * Where a member found by its path lies in the outermost type.
 *
 * @param typeId the member's declared type
 * @param bitOffset from the start of the outermost type
 * @param bitfieldSize bits of a bit field, 0 when it is none
 */
public record MemberLocation(int typeId, long bitOffset, int bitfieldSize) {
  /**
   * Whole bytes from the start of the outermost type; a bit field's remaining bits are left out.
   */
  public long byteOffset() {
    return bitOffset / 8;
  }
}
