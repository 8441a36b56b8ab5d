package dev.skep.object.elf;

/**
 * A relocation (elf(5), {@code Elf64_Rel}, {@code Elf64_Rela}).
 *
 * @param offset what it changes, in bytes from the start of the section that it changes
 * @param type the machine's type number
 * @param symbol the symbol's number in the table that the relocation section links to
 * @param addend the explicit addend; 0 for REL, whose addend is in the section
 */
public record ElfRelocation(long offset, int type, int symbol, long addend) {
  /** {@code R_BPF_64_64}: a 64-bit immediate load. */
  public static final int BPF_64_64 = 1;

  /** {@code R_BPF_64_ABS64}: 64 bits of data. */
  public static final int BPF_64_ABS64 = 2;

  /** {@code R_BPF_64_ABS32}: 32 bits of data. */
  public static final int BPF_64_ABS32 = 3;

  /** {@code R_BPF_64_NODYLD32}: 32 bits of data that nobody resolves at load time (BTF). */
  public static final int BPF_64_NODYLD32 = 4;

  /** {@code R_BPF_64_32}: a call. */
  public static final int BPF_64_32 = 10;
}
