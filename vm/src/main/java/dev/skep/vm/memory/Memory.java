package dev.skep.vm.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one run can reach, in resolved mode: every access finds its live region and faults outside.
 * One thread at a time.
 *
 * <p>Aligned accesses are opaque, so that those to shared memory are single-copy atomic; unaligned
 * ones are plain, as on the processors that Linux allows them on.
 */
public final class Memory {
  /** Bytes of a frame's stack ({@code MAX_BPF_STACK} of linux/filter.h). */
  public static final int FRAME_BYTES = 512;

  /** Frames of a run ({@code MAX_CALL_FRAMES} of linux/bpf_verifier.h). */
  public static final int FRAMES = 8;

  static final VarHandle LONG = JAVA_LONG.varHandle();
  static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle SHORT = JAVA_SHORT.varHandle();
  private static final VarHandle BYTE = JAVA_BYTE.varHandle();

  private final AddressSpace space;
  private final Region stack;
  private final long stackBase;
  private final long stackTop;

  /** Below it no frame is live. */
  private long stackLimit;

  private Region context = Region.NONE;
  private FieldContext fields = FieldContext.NONE;
  private Region packet = Region.NONE;
  private Region last = Region.NONE;
  private Region[] loans = new Region[8];
  private int loanCount;

  /**
   * The reach of runs on a stack.
   *
   * @param stack native memory of {@link #FRAMES} × {@link #FRAME_BYTES}, aligned to 8
   */
  public Memory(AddressSpace space, MemorySegment stack) {
    this.space = space;
    this.stack = Region.of("stack", stack, true);
    this.stackBase = stack.address();
    this.stackTop = stackBase + stack.byteSize();
    this.stackLimit = stackTop;
  }

  /** The address behind the first frame: what R10 holds at a program's start. */
  public long stackTop() {
    return stackTop;
  }

  /** The memory of all frames. */
  public MemorySegment stack() {
    return stack.segment();
  }

  /** Says which frames are live: those from this address up. */
  public void stackLimit(long address) {
    stackLimit = address;
  }

  /** Forgets what a run before could reach; says what this one can beside stack and maps. */
  public void enter(Region newContext, Region newPacket) {
    context = newContext;
    FieldContext newFields = newContext.fields();
    fields = newFields == null ? FieldContext.NONE : newFields;
    packet = newPacket;
    last = Region.NONE;
    loanCount = 0;
    stackLimit = stackTop;
  }

  /** The frames of the run, live or not. */
  public Region stackRegion() {
    return stack;
  }

  /** The context that this run can reach. */
  public Region context() {
    return context;
  }

  /** The packet that this run can reach. */
  public Region packet() {
    return packet;
  }

  /** Exchanges the packet: its bounds have moved. */
  public void packet(Region newPacket) {
    packet = newPacket;
    last = Region.NONE;
  }

  /** Lets this run reach a region until {@link #giveBack}. */
  public void lend(Region region) {
    if (loanCount == loans.length) {
      loans = java.util.Arrays.copyOf(loans, 2 * loanCount);
    }
    loans[loanCount++] = region;
  }

  /** Takes back the loan that starts at an address; null when there is none. */
  public @Nullable Region giveBack(long address) {
    for (int i = 0; i < loanCount; i++) {
      Region loan = loans[i];
      if (loan.base() == address) {
        loans[i] = loans[--loanCount];
        last = Region.NONE;
        return loan;
      }
    }
    return null;
  }

  /** The region that allows a read of so many bytes at an address; null when none does. */
  public @Nullable Region find(long address, long bytes) {
    long offset = address - stackBase;
    if (offset >= 0 && address < stackTop) {
      return address >= stackLimit && offset <= stack.size() - bytes ? stack : null;
    }
    Region recent = last;
    return recent.covers(address, bytes) ? recent : search(address, bytes);
  }

  private @Nullable Region search(long address, long bytes) {
    Region found = space.below(address);
    if (!found.covers(address, bytes)) {
      found = transientRegion(address, bytes);
    }
    if (found != null) {
      last = found;
    }
    return found;
  }

  private @Nullable Region transientRegion(long address, long bytes) {
    if (context.covers(address, bytes)) {
      return context;
    }
    if (packet.covers(address, bytes)) {
      return packet;
    }
    for (int i = 0; i < loanCount; i++) {
      if (loans[i].covers(address, bytes)) {
        return loans[i];
      }
    }
    return null;
  }

  /** The region that allows a write of so many bytes at an address; null when none does. */
  public @Nullable Region findWritable(long address, long bytes) {
    Region found = find(address, bytes);
    return found != null && found.writable() ? found : null;
  }

  /** {@link #find}, or a fault. */
  public Region readable(long address, long bytes) {
    Region found = find(address, bytes);
    if (found == null) {
      throw fault("read", address, bytes);
    }
    return found;
  }

  /** {@link #findWritable}, or a fault. */
  public Region writable(long address, long bytes) {
    Region found = find(address, bytes);
    if (found == null || !found.writable()) {
      throw fault("write", address, bytes);
    }
    return found;
  }

  /** The bytes at an address, to read; no longer than the current helper call. */
  public MemorySegment bytes(long address, long bytes) {
    Region region = readable(address, bytes);
    return region.segment().asSlice(address - region.base(), bytes);
  }

  /** The bytes at an address, to write; no longer than the current helper call. */
  public MemorySegment writableBytes(long address, long bytes) {
    Region region = writable(address, bytes);
    return region.segment().asSlice(address - region.base(), bytes);
  }

  private Fault fault(String access, long address, long bytes) {
    Region here = find(address, 1);
    if (here != null && here.covers(address, bytes)) {
      return new Fault(
          "%s of bytes=%d at address=0x%x, in %s, which is read-only"
              .formatted(access, bytes, address, here));
    }
    return new Fault(
        "%s of bytes=%d at address=0x%x, outside every live region (nearest: %s)"
            .formatted(access, bytes, address, nearest(address)));
  }

  private Region nearest(long address) {
    Region nearest = space.nearest(address);
    nearest = nearer(stack, nearest, address);
    nearest = nearer(context, nearest, address);
    nearest = nearer(packet, nearest, address);
    for (int i = 0; i < loanCount; i++) {
      nearest = nearer(loans[i], nearest, address);
    }
    return nearest;
  }

  private static Region nearer(Region one, Region other, long address) {
    if (one.size() == 0 || one == Region.NONE) {
      return other;
    }
    boolean closer = AddressSpace.distance(one, address) < AddressSpace.distance(other, address);
    return other == Region.NONE || closer ? one : other;
  }

  /** Eight bytes in host order. */
  public long loadLong(long address) {
    Region region = find(address, 8);
    if (region == null) {
      return field(address, 8);
    }
    long offset = address - region.base();
    return (address & 7) == 0
        ? (long) LONG.getOpaque(region.segment(), offset)
        : region.segment().get(JAVA_LONG_UNALIGNED, offset);
  }

  /** Four bytes in host order. */
  public int loadInt(long address) {
    Region region = find(address, 4);
    if (region == null) {
      return (int) field(address, 4);
    }
    long offset = address - region.base();
    return (address & 3) == 0
        ? (int) INT.getOpaque(region.segment(), offset)
        : region.segment().get(JAVA_INT_UNALIGNED, offset);
  }

  /**
   * What a load of four bytes leaves in a register: the bytes zero-extended, or the whole address
   * where they are a context's field that holds a pointer to the packet.
   */
  public long loadWord(long address) {
    Region region = find(address, 4);
    if (region == null) {
      return field(address, 4);
    }
    long offset = address - region.base();
    int value =
        (address & 3) == 0
            ? (int) INT.getOpaque(region.segment(), offset)
            : region.segment().get(JAVA_INT_UNALIGNED, offset);
    return value & 0xffff_ffffL;
  }

  /** Loads from the context's fields, or faults. */
  private long field(long address, int bytes) {
    if (!fields.covers(address)) {
      throw fault("read", address, bytes);
    }
    return fields.load(address, bytes);
  }

  /** Stores into the context's fields, or faults. */
  private void field(long address, int bytes, long value) {
    if (!fields.covers(address)) {
      throw fault("write", address, bytes);
    }
    fields.store(address, bytes, value);
  }

  /** Two bytes in host order. */
  public short loadShort(long address) {
    Region region = find(address, 2);
    if (region == null) {
      return (short) field(address, 2);
    }
    long offset = address - region.base();
    return (address & 1) == 0
        ? (short) SHORT.getOpaque(region.segment(), offset)
        : region.segment().get(JAVA_SHORT_UNALIGNED, offset);
  }

  /** One byte. */
  public byte loadByte(long address) {
    Region region = find(address, 1);
    if (region == null) {
      return (byte) field(address, 1);
    }
    return (byte) BYTE.getOpaque(region.segment(), address - region.base());
  }

  /** Writes eight bytes in host order. */
  public void storeLong(long address, long value) {
    Region region = findWritable(address, 8);
    if (region == null) {
      field(address, 8, value);
      return;
    }
    long offset = address - region.base();
    if ((address & 7) == 0) {
      LONG.setOpaque(region.segment(), offset, value);
    } else {
      region.segment().set(JAVA_LONG_UNALIGNED, offset, value);
    }
  }

  /** Writes four bytes in host order. */
  public void storeInt(long address, int value) {
    Region region = findWritable(address, 4);
    if (region == null) {
      field(address, 4, value);
      return;
    }
    long offset = address - region.base();
    if ((address & 3) == 0) {
      INT.setOpaque(region.segment(), offset, value);
    } else {
      region.segment().set(JAVA_INT_UNALIGNED, offset, value);
    }
  }

  /** Writes two bytes in host order. */
  public void storeShort(long address, short value) {
    Region region = findWritable(address, 2);
    if (region == null) {
      field(address, 2, value);
      return;
    }
    long offset = address - region.base();
    if ((address & 1) == 0) {
      SHORT.setOpaque(region.segment(), offset, value);
    } else {
      region.segment().set(JAVA_SHORT_UNALIGNED, offset, value);
    }
  }

  /** Writes one byte. */
  public void storeByte(long address, byte value) {
    Region region = findWritable(address, 1);
    if (region == null) {
      field(address, 1, value);
      return;
    }
    BYTE.setOpaque(region.segment(), address - region.base(), value);
  }

  /** The writable region of an atomic access, which must be aligned. */
  Region aligned(long address, int bytes) {
    Region region = writable(address, bytes);
    if ((address & (bytes - 1)) != 0) {
      throw new Fault(
          "atomic access of bytes=%d at address=0x%x, which is not aligned to its size"
              .formatted(bytes, address));
    }
    return region;
  }
}
