package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import dev.skep.vm.map.PrefixTrie.Prefix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: the value of the longest prefix. A key is a 32-bit number of bits
 * in host order and the bits, in network order.
 */
final class LpmTrieMap extends VmMap {
  private static final int HEADER_BYTES = 4;
  private static final int DATA_LIMIT = 256;
  private static final Batches BATCHES = new KeyBatches(true, false);

  private final int entries;
  private final int dataBytes;
  private final ValueSlab values;
  private final PrefixTrie trie = new PrefixTrie();
  private int count;

  LpmTrieMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE | MapFlags.ACCESS);
    boolean allocates = (spec.flags() & MapFlags.NO_PREALLOC) != 0;
    MapChecks.require(allocates, spec, Errno.EINVAL, "BPF_F_NO_PREALLOC is required");
    boolean sized =
        spec.maxEntries() != 0
            && spec.keySize() > HEADER_BYTES
            && spec.keySize() <= HEADER_BYTES + DATA_LIMIT
            && spec.valueSize() > 0
            && spec.valueSize() <= MapChecks.ELEMENT_LIMIT - DATA_LIMIT - 48;
    MapChecks.require(sized, spec, Errno.EINVAL, "key_size must be 5 to 260, value_size above 0");
    MapChecks.entries(spec);
    super(home, spec);
    this.entries = spec.maxEntries();
    this.dataBytes = spec.keySize() - HEADER_BYTES;
    this.values = new ValueSlab(this, spec.valueSize());
  }

  /** The prefix that a key names; null when it has more bits than the key holds. */
  private @Nullable Prefix prefix(MemorySegment key, long keyAt) {
    int bits = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(bits, 8 * dataBytes) > 0) {
      return null;
    }
    byte[] data = new byte[dataBytes];
    MemorySegment.copy(key, JAVA_BYTE, keyAt + HEADER_BYTES, data, 0, dataBytes);
    return new Prefix(bits, data);
  }

  private int longest(MemorySegment key, long keyAt) {
    Prefix prefix = prefix(key, keyAt);
    return prefix == null ? PrefixTrie.NO_SLOT : trie.longest(prefix);
  }

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    int slot = longest(key, keyAt);
    return slot < 0 ? 0 : values.address(slot);
  }

  @Override
  public long findLong(long key, int cpu) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    int bits = (int) (little ? key : key >>> 32);
    int data = little ? Integer.reverseBytes((int) (key >>> 32)) : (int) key;
    if (Integer.compareUnsigned(bits, 32) > 0) {
      return 0;
    }
    byte[] bytes = {(byte) (data >>> 24), (byte) (data >>> 16), (byte) (data >>> 8), (byte) data};
    int slot = trie.longest(new Prefix(bits, bytes));
    return slot < 0 ? 0 : values.address(slot);
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int slot = longest(key, keyAt);
    if (slot < 0) {
      return error(Errno.ENOENT);
    }
    values.read(slot, value, valueAt);
    return 0;
  }

  @Override
  synchronized int write(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    Prefix prefix = prefix(key, keyAt);
    if (flags < 0 || flags > MapFlags.EXIST || prefix == null) {
      return error(Errno.EINVAL);
    }
    boolean exists = trie.slot(prefix) >= 0;
    if (exists && flags == MapFlags.NO_EXIST) {
      return error(Errno.EEXIST);
    }
    if (!exists && flags == MapFlags.EXIST) {
      return error(Errno.ENOENT);
    }
    if (!exists && count == entries) {
      return error(Errno.ENOSPC);
    }
    int slot = values.take();
    if (slot < 0) {
      return error(Errno.ENOMEM);
    }
    values.write(slot, value, valueAt);
    int before = trie.put(prefix, slot);
    if (before >= 0) {
      values.giveBack(before);
    } else {
      count++;
    }
    return 0;
  }

  @Override
  synchronized int erase(MemorySegment key, long keyAt) {
    Prefix prefix = prefix(key, keyAt);
    if (prefix == null) {
      return error(Errno.EINVAL);
    }
    int slot = trie.remove(prefix);
    if (slot < 0) {
      return error(Errno.ENOENT);
    }
    values.giveBack(slot);
    count--;
    return 0;
  }

  @Override
  synchronized int following(@Nullable MemorySegment key, MemorySegment next) {
    Prefix following = trie.following(key == null ? null : prefix(key, 0));
    if (following == null) {
      return error(Errno.ENOENT);
    }
    next.set(JAVA_INT_UNALIGNED, 0, following.bits());
    MemorySegment.copy(following.data(), 0, next, JAVA_BYTE, HEADER_BYTES, dataBytes);
    return 0;
  }

  @Override
  Batches batches() {
    return BATCHES;
  }
}
