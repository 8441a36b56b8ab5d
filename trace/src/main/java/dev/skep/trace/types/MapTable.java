package dev.skep.trace.types;

import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Source;
import dev.skep.trace.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a script's maps, pass by pass: a block may use a map that a later one assigns.
 * When a pass teaches nothing new, the next one is final.
 */
final class MapTable {
  private final Source source;
  private final Map<String, Entry> entries = new TreeMap<>();
  private boolean changed;

  /** What is known of one map. */
  private static final class Entry {
    @Nullable List<Type> keys;
    @Nullable Content content;
    boolean deletes;
    Span first = new Span(0, 0);
  }

  MapTable(Source source) {
    this.source = source;
  }

  /** Whether something was learnt since the last call. */
  boolean takeChanged() {
    boolean taken = changed;
    changed = false;
    return taken;
  }

  /** Says that something was learnt that types elsewhere may depend on. */
  void markChanged() {
    changed = true;
  }

  /** A use of a map with key types, which must fit the earlier uses. */
  void use(String name, List<Type> keys, Span span) {
    Entry entry = entry(name, span);
    if (unknown(keys)) {
      return;
    }
    if (entry.keys == null) {
      entry.keys = widened(keys);
      changed = true;
      return;
    }
    List<Type> merged = merge(name, entry.keys, keys, span);
    if (!merged.equals(entry.keys)) {
      entry.keys = merged;
      changed = true;
    }
  }

  private static boolean unknown(List<Type> keys) {
    for (Type key : keys) {
      if (key instanceof Type.Unknown) {
        return true;
      }
    }
    return false;
  }

  private static List<Type> widened(List<Type> keys) {
    List<Type> widened = new ArrayList<>();
    for (Type key : keys) {
      widened.add(widened(key));
    }
    return widened;
  }

  /** Integers are stored in 64 bits; only those that need the sign bit for size are unsigned. */
  static Type widened(Type type) {
    return type instanceof Type.Integral integral
        ? integral.signed() || integral.bits() < 64 ? Type.SIGNED : Type.UNSIGNED
        : type;
  }

  private List<Type> merge(String name, List<Type> known, List<Type> used, Span span) {
    if (known.size() != used.size()) {
      throw source.error(
          span,
          name
              + " is used with "
              + count(used.size())
              + " here and "
              + count(known.size())
              + " elsewhere");
    }
    List<Type> merged = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      merged.add(merge(name + "'s key is", known.get(i), widened(used.get(i)), span));
    }
    return merged;
  }

  private static String count(int keys) {
    return keys == 0 ? "no key" : keys == 1 ? "1 key" : keys + " keys";
  }

  private Type merge(String subject, Type known, Type used, Span span) {
    if (known instanceof Type.Text(int a) && used instanceof Type.Text(int b)) {
      return new Type.Text(Math.max(a, b));
    }
    if (known instanceof Type.Integral a && used instanceof Type.Integral b) {
      return a.signed() || b.signed() ? Type.SIGNED : Type.UNSIGNED;
    }
    throw source.error(
        span, subject + " of type " + used + " here and of type " + known + " elsewhere");
  }

  /** An assignment of what a map holds, which must fit the earlier ones. */
  void assign(String name, Content content, Span span) {
    Entry entry = entry(name, span);
    if (content instanceof Content.Scalar(Type.Unknown _)) {
      return;
    }
    Content merged =
        entry.content == null ? widened(content) : merge(name, entry.content, content, span);
    if (!merged.equals(entry.content)) {
      entry.content = merged;
      changed = true;
    }
  }

  private static Content widened(Content content) {
    return content instanceof Content.Scalar(Type type)
        ? new Content.Scalar(widened(type))
        : content;
  }

  private Content merge(String name, Content known, Content used, Span span) {
    if (known instanceof Content.Scalar(Type a) && used instanceof Content.Scalar(Type b)) {
      return new Content.Scalar(merge(name + " holds a value", a, widened(b), span));
    }
    if (known.getClass() == used.getClass()) {
      if (known instanceof Content.LinearHistogram && !known.equals(used)) {
        throw source.error(span, name + " is a lhist with other bounds elsewhere");
      }
      return signedness(known) ? known : used;
    }
    throw source.error(
        span,
        name
            + " cannot hold "
            + used.described()
            + " values: it holds "
            + known.described()
            + " values elsewhere");
  }

  private static boolean signedness(Content content) {
    return switch (content) {
      case Content.Sum(boolean signed) -> signed;
      case Content.Minimum(boolean signed) -> signed;
      case Content.Maximum(boolean signed) -> signed;
      case Content.Average(boolean signed) -> signed;
      case Content.Statistics(boolean signed) -> signed;
      case Content.Scalar _, Content.Count _, Content.PowerHistogram _, Content.LinearHistogram _ ->
          true;
    };
  }

  void deletes(String name, Span span) {
    Entry entry = entry(name, span);
    changed |= !entry.deletes;
    entry.deletes = true;
  }

  /** What a map holds, as far as it is known. */
  @Nullable Content content(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.content;
  }

  private Entry entry(String name, Span span) {
    Entry entry = entries.get(name);
    if (entry == null) {
      entry = new Entry();
      entry.first = span;
      entries.put(name, entry);
    }
    return entry;
  }

  /** The maps, now that all is known. */
  Map<String, ScriptMap> finish(Settings settings) throws ScriptException {
    Map<String, ScriptMap> maps = new TreeMap<>();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      if (entry.content == null || entry.keys == null) {
        throw source.error(entry.first, each.getKey() + " is never assigned");
      }
      int factor = entry.content.buckets() > 0 ? 4 : 1;
      ScriptMap map =
          new ScriptMap(
              each.getKey(),
              maps.size(),
              entry.keys,
              entry.content,
              entry.deletes,
              settings.mapEntries() * factor);
      if (map.keyBytes() > 256) {
        throw source.error(
            entry.first, each.getKey() + "'s key takes " + map.keyBytes() + " bytes: 256 at most");
      }
      maps.put(each.getKey(), map);
    }
    return maps;
  }
}
