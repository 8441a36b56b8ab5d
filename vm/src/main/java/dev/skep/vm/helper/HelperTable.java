package dev.skep.vm.helper;

import dev.skep.abi.Helper;
import dev.skep.engine.UnsupportedException;
import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.HelperSource;
import dev.skep.vm.run.Machine;
import java.util.HashMap;
import java.util.Map;

/** All helpers of an engine by number, those that the host adds included. */
public final class HelperTable {
  private static final int UID_GID = Helper.GET_CURRENT_UID_GID.id();

  private final Map<Integer, HelperFunction> functions = new HashMap<>();

  /** The helpers that this engine has. */
  public static HelperTable standard() {
    HelperTable table = new HelperTable();
    MapHelpers.register(table);
    TaskHelpers.register(table);
    RingHelpers.register(table);
    OutputHelpers.register(table);
    TraceHelpers.register(table);
    ProbeHelpers.register(table);
    ControlHelpers.register(table);
    StringHelpers.register(table);
    DynptrHelpers.register(table);
    StorageHelpers.register(table);
    SkbHelpers.register(table);
    SkbEditHelpers.register(table);
    ChecksumHelpers.register(table);
    XdpHelpers.register(table);
    RedirectHelpers.register(table);
    return table;
  }

  /** Adds a helper, or replaces one. */
  public void add(int id, HelperFunction function) {
    functions.put(id, function);
  }

  /** Whether there is a helper with a number. */
  public boolean has(int id) {
    return functions.containsKey(id);
  }

  /** The helpers as an engine offers them to its programs. */
  public HelperSource source(Machine machine) {
    return id -> resolve(id, machine);
  }

  private HelperFunction resolve(int id, Machine machine) {
    HelperFunction function = functions.get(id);
    if (function == null) {
      throw new UnsupportedException(
          "the helper " + name(id) + ", which the vm engine does not have: " + Refusals.reason(id));
    }
    if (id == UID_GID && machine.uidGid().isEmpty()) {
      throw new UnsupportedException(
          "the helper " + name(id) + ", but no user is known here: a recording holds none");
    }
    return function;
  }

  private static String name(int id) {
    return Helper.of(id).map(Helper::functionName).orElse("with number " + id);
  }
}
