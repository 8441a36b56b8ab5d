package dev.skep.object.elf;

import java.nio.ByteBuffer;

/**
 * A section of an ELF file (elf(5), {@code Elf64_Shdr}).
 *
 * @param index its number in the file
 * @param name its name; empty when it has none
 * @param type {@code sh_type}, one of the constants here or another number
 * @param flags {@code sh_flags}
 * @param address {@code sh_addr}
 * @param offset where its bytes start in the file
 * @param size how many bytes it has, in the file or (NOBITS) in memory
 * @param link {@code sh_link}: the section that this one refers to
 * @param info {@code sh_info}: for relocations, the section that they change
 * @param entrySize {@code sh_entsize}
 * @param bytes its bytes in the file's byte order, read-only, position 0; empty for NOBITS
 */
public record ElfSection(
    int index,
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long entrySize,
    ByteBuffer bytes) {
  public static final int PROGBITS = 1;
  public static final int SYMBOL_TABLE = 2;
  public static final int STRING_TABLE = 3;
  public static final int RELA = 4;
  public static final int NOTE = 7;
  public static final int NO_BITS = 8;
  public static final int REL = 9;
  public static final int DYNAMIC_SYMBOLS = 11;

  /** {@code SHF_WRITE}. */
  public static final long WRITABLE = 1;

  /** {@code SHF_ALLOC}. */
  public static final long ALLOCATED = 2;

  /** {@code SHF_EXECINSTR}. */
  public static final long EXECUTABLE = 4;

  /** {@code SHF_COMPRESSED}. */
  public static final long COMPRESSED = 1 << 11;

  /** Whether a flag is set. */
  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /** A copy of the section's bytes; zeros for NOBITS. */
  public byte[] toArray() {
    byte[] copy = new byte[Math.toIntExact(size)];
    bytes.duplicate().get(copy, 0, bytes.remaining());
    return copy;
  }
}
