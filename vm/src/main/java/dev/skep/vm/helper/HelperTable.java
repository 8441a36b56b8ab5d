package dev.skep.vm.helper;

import dev.skep.engine.UnsupportedException;
import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.HelperSource;
import dev.skep.vm.run.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** All helpers of an engine by number, those that the host adds included. */
public final class HelperTable {
  private final Map<Integer, Entry> entries = new HashMap<>();

  private record Entry(String name, HelperFunction function, Consumer<Machine> requirement) {}

  /** The helpers that this engine has. */
  public static HelperTable standard() {
    HelperTable table = new HelperTable();
    MapHelpers.register(table);
    TaskHelpers.register(table);
    RingHelpers.register(table);
    TraceHelpers.register(table);
    ProbeHelpers.register(table);
    LoopHelpers.register(table);
    return table;
  }

  /** Adds a helper, or replaces one. */
  public void add(int id, String name, HelperFunction function) {
    entries.put(id, new Entry(name, function, machine -> {}));
  }

  /** Says what a helper that is there needs of an engine; the check throws when it lacks it. */
  void require(int id, Consumer<Machine> requirement) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entries.put(id, new Entry(entry.name(), entry.function(), requirement));
    }
  }

  /** The helpers as an engine offers them to its programs. */
  public HelperSource source(Machine machine) {
    return id -> resolve(id, machine);
  }

  private HelperFunction resolve(int id, Machine machine) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new UnsupportedException("helper " + id + ", which the vm engine does not have");
    }
    entry.requirement().accept(machine);
    return entry.function();
  }
}
