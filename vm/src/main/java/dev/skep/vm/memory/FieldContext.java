package dev.skep.vm.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.skep.abi.context.ContextField;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A context whose fields have rules: which may be accessed, and which are pointers. Programs reach
 * it by loads and stores only; it is no memory that a helper takes.
 */
public final class FieldContext {
  /** A context that covers nothing. */
  static final FieldContext NONE =
      new FieldContext(
          FieldRules.of(new dev.skep.abi.context.ContextLayout("nothing", 0, java.util.List.of())));

  private final FieldRules rules;
  private final MemorySegment segment;
  private final long base;
  private final Region region;

  /** A context of zeros. */
  public FieldContext(FieldRules rules) {
    this.rules = rules;
    this.segment = Arena.ofAuto().allocate(Math.max(8, rules.bytes()), 8);
    this.base = segment.address();
    this.region = Region.ofFields(this);
  }

  /** What may be accessed. */
  public FieldRules rules() {
    return rules;
  }

  /** The context as runs take it; its segment holds the addresses as well. */
  public Region region() {
    return region;
  }

  /** The address that programs get in R1. */
  public long base() {
    return base;
  }

  /** The fields as programs see them, and the addresses behind them. */
  public MemorySegment segment() {
    return segment;
  }

  /** Sets the address that a load of a packet pointer yields. */
  public void address(int offset, long address) {
    segment.set(JAVA_LONG, rules.addressOf(offset), address);
  }

  boolean covers(long address) {
    long offset = address - base;
    return offset >= 0 && offset < rules.size();
  }

  /** Loads 1, 2, 4 or 8 bytes, zero-extended; all of an address where 4 bytes name one. */
  long load(long address, int width) {
    int offset = (int) (address - base);
    if (!rules.allowsLoad(offset, width)) {
      throw refusal("load", offset, width);
    }
    int origin = rules.origin(offset, width);
    return switch (width) {
      case 1 -> segment.get(JAVA_BYTE, origin) & 0xffL;
      case 2 -> segment.get(JAVA_SHORT_UNALIGNED, origin) & 0xffffL;
      case 4 -> {
        int pointer = rules.addressOf(offset);
        yield pointer == 0
            ? segment.get(JAVA_INT_UNALIGNED, offset) & 0xffff_ffffL
            : segment.get(JAVA_LONG, pointer);
      }
      default -> segment.get(JAVA_LONG_UNALIGNED, offset);
    };
  }

  /** Stores the low 1, 2, 4 or 8 bytes of a value. */
  void store(long address, int width, long value) {
    int offset = (int) (address - base);
    if (!rules.allowsStore(offset, width)) {
      throw refusal("store", offset, width);
    }
    if (rules.drops(offset, value)) {
      return;
    }
    switch (width) {
      case 1 -> segment.set(JAVA_BYTE, offset, (byte) value);
      case 2 -> segment.set(JAVA_SHORT_UNALIGNED, offset, (short) value);
      case 4 -> segment.set(JAVA_INT, offset, (int) rules.kept(offset, value));
      default -> segment.set(JAVA_LONG_UNALIGNED, offset, value);
    }
  }

  private Fault refusal(String access, int offset, int width) {
    String field =
        rules.layout().at(offset).map(ContextField::name).orElse("the room between its fields");
    return new Fault(
        "%s of bytes=%d at offset=%d of the context, struct %s, which %s does not allow"
            .formatted(access, width, offset, rules.layout().structName(), field));
  }
}
