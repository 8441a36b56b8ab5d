package dev.skep.vm.map;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A binary trie with compressed paths from prefixes of bits to slots. A node without a slot only
 * forks, and always has two children. Readers need no lock; writers hold one.
 */
final class PrefixTrie {
  static final int NO_SLOT = -1;

  /** A prefix: its first {@code bits} bits, the highest bit of a byte first. */
  record Prefix(int bits, byte[] data) {
    int bit(int index) {
      return data[index >>> 3] >>> (7 - (index & 7)) & 1;
    }

    /** How many leading bits both have in common. */
    int common(Prefix other) {
      int limit = Math.min(bits, other.bits);
      int at = 0;
      while (at + 8 <= limit && data[at >>> 3] == other.data[at >>> 3]) {
        at += 8;
      }
      while (at < limit && bit(at) == other.bit(at)) {
        at++;
      }
      return at;
    }
  }

  private static final class Node {
    /** Bits behind the prefix's end are those of the key that was written last. */
    volatile Prefix prefix;

    volatile int slot;
    volatile @Nullable Node zero;
    volatile @Nullable Node one;

    Node(Prefix prefix, int slot) {
      this.prefix = prefix;
      this.slot = slot;
    }

    @Nullable Node child(int bit) {
      return bit == 0 ? zero : one;
    }

    void child(int bit, @Nullable Node node) {
      if (bit == 0) {
        zero = node;
      } else {
        one = node;
      }
    }
  }

  private volatile @Nullable Node root;

  /** The slot of the longest prefix of a key; {@link #NO_SLOT} when there is none. */
  int longest(Prefix key) {
    int found = NO_SLOT;
    Node node = root;
    while (node != null && key.common(node.prefix) == node.prefix.bits()) {
      int slot = node.slot;
      found = slot == NO_SLOT ? found : slot;
      node = node.prefix.bits() == key.bits() ? null : node.child(key.bit(node.prefix.bits()));
    }
    return found;
  }

  private @Nullable Node exact(Prefix key) {
    Node node = root;
    while (node != null && key.common(node.prefix) == node.prefix.bits()) {
      if (node.prefix.bits() == key.bits()) {
        return node;
      }
      node = node.child(key.bit(node.prefix.bits()));
    }
    return null;
  }

  /** The slot of exactly this prefix; {@link #NO_SLOT} when there is none. */
  int slot(Prefix key) {
    Node node = exact(key);
    return node == null ? NO_SLOT : node.slot;
  }

  /** Gives a prefix a slot; what it had before, or {@link #NO_SLOT}. */
  int put(Prefix key, int slot) {
    Node parent = null;
    Node node = root;
    while (node != null) {
      int common = key.common(node.prefix);
      if (common < node.prefix.bits()) {
        replace(parent, key, above(node, common, key, slot));
        return NO_SLOT;
      }
      if (common == key.bits()) {
        int before = node.slot;
        node.prefix = key;
        node.slot = slot;
        return before;
      }
      parent = node;
      node = node.child(key.bit(common));
    }
    replace(parent, key, new Node(key, slot));
    return NO_SLOT;
  }

  /** The node that takes another's place when a key leaves its path after so many bits. */
  private static Node above(Node node, int common, Prefix key, int slot) {
    Node leaf = new Node(key, slot);
    Node fork = common == key.bits() ? leaf : new Node(new Prefix(common, key.data()), NO_SLOT);
    fork.child(node.prefix.bit(common), node);
    if (fork != leaf) {
      fork.child(key.bit(common), leaf);
    }
    return fork;
  }

  private void replace(@Nullable Node parent, Prefix key, @Nullable Node node) {
    if (parent == null) {
      root = node;
    } else {
      parent.child(key.bit(parent.prefix.bits()), node);
    }
  }

  /** Takes a prefix's slot away; {@link #NO_SLOT} when it had none. */
  int remove(Prefix key) {
    Node grandparent = null;
    Node parent = null;
    Node node = root;
    while (node != null
        && key.common(node.prefix) == node.prefix.bits()
        && node.prefix.bits() < key.bits()) {
      grandparent = parent;
      parent = node;
      node = node.child(key.bit(node.prefix.bits()));
    }
    if (node == null || node.prefix.bits() != key.bits() || key.common(node.prefix) != key.bits()) {
      return NO_SLOT;
    }
    int slot = node.slot;
    node.slot = NO_SLOT;
    prune(grandparent, parent, node, key);
    return slot;
  }

  /** Takes out what forks no more. */
  private void prune(@Nullable Node grandparent, @Nullable Node parent, Node node, Prefix key) {
    Node zero = node.zero;
    Node one = node.one;
    if (zero != null && one != null) {
      return;
    }
    replace(parent, key, zero != null ? zero : one);
    boolean leaf = zero == null && one == null;
    if (leaf && parent != null && parent.slot == NO_SLOT) {
      replace(grandparent, key, parent.zero != null ? parent.zero : parent.one);
    }
  }

  /** The prefix after one in the order parents first, zeros before ones; null at the end. */
  @Nullable Prefix following(@Nullable Prefix key) {
    Deque<Node> ahead = new ArrayDeque<>();
    Node node = root;
    Node target = key == null ? null : exact(key);
    if (key != null && target != null && target.slot != NO_SLOT) {
      while (node != null && node != target) {
        int bit = key.bit(node.prefix.bits());
        Node one = node.one;
        if (bit == 0 && one != null) {
          ahead.push(one);
        }
        node = node.child(bit);
      }
      pushChildren(ahead, target);
    } else if (node != null) {
      ahead.push(node);
    }
    return firstWithSlot(ahead);
  }

  private static void pushChildren(Deque<Node> ahead, Node node) {
    Node one = node.one;
    if (one != null) {
      ahead.push(one);
    }
    Node zero = node.zero;
    if (zero != null) {
      ahead.push(zero);
    }
  }

  private static @Nullable Prefix firstWithSlot(Deque<Node> ahead) {
    while (!ahead.isEmpty()) {
      Node node = ahead.pop();
      if (node.slot != NO_SLOT) {
        return node.prefix;
      }
      pushChildren(ahead, node);
    }
    return null;
  }
}
