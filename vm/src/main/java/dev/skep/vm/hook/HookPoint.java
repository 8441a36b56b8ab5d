package dev.skep.vm.hook;

import dev.skep.vm.run.CpuSlots;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of a hook, in order. An event runs the chain that it finds; attaching, exchanging
 * and detaching put another chain in its place, and return when no event runs the old one any more.
 */
public final class HookPoint {
  private final ChainRule rule;
  private final CpuSlots slots;
  private final List<Attached> attached = new ArrayList<>();
  private volatile Chain chain;

  /** A program's place on the hook. */
  public static final class Attached {
    private final int priority;
    private ProgramEntry entry;

    private Attached(int priority, ProgramEntry entry) {
      this.priority = priority;
      this.entry = entry;
    }
  }

  /** A hook without programs, whose events take slots. */
  public HookPoint(ChainRule rule, CpuSlots slots) {
    this.rule = rule;
    this.slots = slots;
    this.chain = ChainCompiler.chain(rule, List.of());
  }

  /** The programs of this moment. */
  public Chain chain() {
    return chain;
  }

  /** Adds a program behind those of its priority and of lower ones. */
  public synchronized Attached add(ProgramEntry entry, int priority) {
    int at = 0;
    while (at < attached.size() && attached.get(at).priority <= priority) {
      at++;
    }
    return insert(at, new Attached(priority, entry));
  }

  /**
   * Adds a program next to another.
   *
   * @param offset 0 for the place before it, 1 for that behind it
   */
  public synchronized Attached add(ProgramEntry entry, Attached other, int offset) {
    int at = attached.indexOf(other);
    if (at < 0) {
      throw new dev.skep.engine.AttachException(
          "the program to be next to is no longer attached to the hook");
    }
    return insert(at + offset, new Attached(other.priority, entry));
  }

  private Attached insert(int at, Attached added) {
    attached.add(at, added);
    publish();
    return added;
  }

  /** Exchanges a program; when this returns no event runs the old one. */
  public void replace(Attached place, ProgramEntry entry) {
    synchronized (this) {
      place.entry = entry;
      publish();
    }
    slots.awaitRuns();
  }

  /** Removes a program; when this returns no event runs it. */
  public void remove(Attached place) {
    synchronized (this) {
      attached.remove(place);
      publish();
    }
    slots.awaitRuns();
  }

  private void publish() {
    chain = ChainCompiler.chain(rule, attached.stream().map(each -> each.entry).toList());
  }
}
