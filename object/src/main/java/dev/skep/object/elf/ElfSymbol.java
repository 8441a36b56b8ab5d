package dev.skep.object.elf;

/**
 * A symbol (elf(5), {@code Elf64_Sym}).
 *
 * @param index its number in its table
 * @param name its name; empty when it has none
 * @param value an offset into its section, or an address
 * @param size how many bytes it covers; 0 when unknown
 * @param type {@code STT_*}
 * @param binding {@code STB_*}
 * @param visibility {@code STV_*}
 * @param section the section that it is in; 0 when undefined, or one of the reserved numbers
 */
public record ElfSymbol(
    int index,
    String name,
    long value,
    long size,
    int type,
    int binding,
    int visibility,
    int section) {
  public static final int NO_TYPE = 0;
  public static final int OBJECT = 1;
  public static final int FUNCTION = 2;
  public static final int SECTION = 3;
  public static final int FILE = 4;
  public static final int LOCAL = 0;
  public static final int GLOBAL = 1;
  public static final int WEAK = 2;
  public static final int HIDDEN = 2;
  public static final int INTERNAL = 1;
  public static final int UNDEFINED = 0;
  public static final int ABSOLUTE = 0xfff1;
  public static final int COMMON = 0xfff2;

  /** Whether the symbol is defined elsewhere. */
  public boolean undefined() {
    return section == UNDEFINED;
  }

  /** Whether the symbol is weak. */
  public boolean weak() {
    return binding == WEAK;
  }
}
