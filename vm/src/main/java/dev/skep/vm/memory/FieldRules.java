package dev.skep.vm.memory;

import dev.skep.abi.context.ContextField;
import dev.skep.abi.context.ContextLayout;
import dev.skep.abi.context.ContextValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How programs may access the fields of a context, and where the context really keeps them: the
 * {@code *_convert_ctx_access} functions of Linux. A context of this engine is
 *
 * <pre>
 * 0                              size()                      bytes()
 * |== fields as linux/bpf.h has them ==|== addresses, 8 bytes each ==|
 * </pre>
 *
 * <p>Every number stands where programs read it. The 4-byte fields that hold packet pointers do
 * not: a load of one loads the address behind, which {@link #addressOf} finds.
 */
public final class FieldRules {
  /** What the kernel keeps in 16 bits although programs store 32. */
  private static final Set<String> SHORT_FIELDS = Set.of("tc_index", "queue_mapping", "tc_classid");

  /**
   * How many bytes the kernel itself has for a field of four. A load as wide as that yields them
   * wherever in the field it starts: only a narrower one picks some of them ({@code
   * convert_ctx_accesses} of the verifier).
   */
  private static final Map<String, Integer> KERNEL_BYTES =
      Map.ofEntries(
          Map.entry("pkt_type", 1),
          Map.entry("protocol", 2),
          Map.entry("vlan_tci", 2),
          Map.entry("vlan_proto", 2),
          Map.entry("queue_mapping", 2),
          Map.entry("tc_index", 2),
          Map.entry("tc_classid", 2),
          Map.entry("family", 2),
          Map.entry("gso_segs", 2),
          Map.entry("gso_size", 2));

  private static final Set<ContextValue> PACKET_POINTERS =
      Set.of(ContextValue.PACKET, ContextValue.PACKET_END, ContextValue.PACKET_META);

  private final ContextLayout layout;

  /** The widths that may be loaded and stored at each offset, added up. */
  private final byte[] loads;

  private final byte[] stores;

  /** For each offset that is the start of a packet pointer, where its address is; else 0. */
  private final short[] addresses;

  private final boolean[] shorts;

  /**
   * The start and the kernel's bytes of the field at each offset; 0 bytes where that is no matter.
   */
  private final short[] starts;

  private final byte[] kernelBytes;
  private final int bytes;

  /** Where the queue is; -1 without one. */
  private final int queueMapping;

  private FieldRules(ContextLayout layout) {
    this.layout = layout;
    int size = layout.size();
    loads = new byte[size];
    stores = new byte[size];
    addresses = new short[size];
    shorts = new boolean[size];
    starts = new short[size];
    kernelBytes = new byte[size];
    for (int offset = 0; offset < size; offset++) {
      for (int width = 1; width <= 8; width <<= 1) {
        loads[offset] |= (byte) (layout.load(offset, width).isPresent() ? width : 0);
        stores[offset] |= (byte) (layout.store(offset, width).isPresent() ? width : 0);
      }
    }
    int next = size + 7 & -8;
    for (ContextField each : distinct(layout.fields())) {
      shorts[each.offset()] = SHORT_FIELDS.contains(each.name());
      for (int at = each.offset(); at < each.offset() + each.size(); at++) {
        starts[at] = (short) each.offset();
        kernelBytes[at] = KERNEL_BYTES.getOrDefault(each.name(), 0).byteValue();
      }
      if (each.size() == 4 && PACKET_POINTERS.contains(each.value())) {
        addresses[each.offset()] = (short) next;
        next += 8;
      }
    }
    bytes = next;
    queueMapping = layout.field("queue_mapping").map(ContextField::offset).orElse(-1);
  }

  /** Two entries of a layout may be two ways to access one field. */
  private static List<ContextField> distinct(List<ContextField> fields) {
    Set<Integer> seen = new java.util.HashSet<>();
    return fields.stream().filter(each -> seen.add(each.offset())).toList();
  }

  /** The rules of a layout. */
  public static FieldRules of(ContextLayout layout) {
    return new FieldRules(layout);
  }

  /** The structure as programs see it. */
  public ContextLayout layout() {
    return layout;
  }

  /** How many bytes programs see. */
  public int size() {
    return loads.length;
  }

  /** How many bytes a context takes, the addresses behind the fields included. */
  public int bytes() {
    return bytes;
  }

  /**
   * Where the address is that a 4-byte load at an offset yields; 0 when it yields the bytes there.
   */
  public int addressOf(int offset) {
    return addresses[offset];
  }

  /** Whether programs may load 1, 2, 4 or 8 bytes at an offset. */
  public boolean allowsLoad(int offset, int width) {
    return (loads[offset] & width) != 0;
  }

  boolean allowsStore(int offset, int width) {
    return (stores[offset] & width) != 0;
  }

  /** Where a load of a width at an offset really starts. */
  public int origin(int offset, int width) {
    int bytes = kernelBytes[offset];
    return bytes != 0 && width >= bytes ? starts[offset] : offset;
  }

  /** Whether a store is dropped: queue 65535 means that there is none, and more do not fit. */
  boolean drops(int offset, long value) {
    return offset == queueMapping && Long.compareUnsigned(value, 0xffff) >= 0;
  }

  /** What remains of a value that a program stores: some fields keep 16 of 32 bits. */
  long kept(int offset, long value) {
    return shorts[offset] ? value & 0xffff : value;
  }
}
