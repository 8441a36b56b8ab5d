package dev.skep.abi.maps;

/** What {@code max_entries} of a new map must be. */
public enum EntriesRule {
  /** A count of one or more. */
  POSITIVE,
  /** Zero: elements come and go with the objects that they belong to. */
  ZERO,
  /** One. */
  ONE,
  /** The bytes of a ring: a power of two and a multiple of the page size. */
  RING_BYTES;

  /** Whether a value is accepted, for pages of a number of bytes. */
  public boolean accepts(int entries, int pageBytes) {
    return switch (this) {
      case POSITIVE -> entries > 0;
      case ZERO -> entries == 0;
      case ONE -> entries == 1;
      case RING_BYTES -> entries > 0 && Integer.bitCount(entries) == 1 && entries % pageBytes == 0;
    };
  }
}
