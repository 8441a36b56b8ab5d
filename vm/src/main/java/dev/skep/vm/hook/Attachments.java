package dev.skep.vm.hook;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The programs on each tracepoint, in the order in which they were attached. Readers see the
 * programs of one moment; attaching and detaching exchanges an array.
 */
final class Attachments {
  private static final ProgramEntry[] NONE = {};

  private volatile ProgramEntry[][] byTracepoint = new ProgramEntry[0][];

  /** The programs on a tracepoint. */
  ProgramEntry[] on(int tracepointId) {
    ProgramEntry[][] all = byTracepoint;
    return tracepointId < 0 || tracepointId >= all.length ? NONE : all[tracepointId];
  }

  synchronized void add(int tracepointId, ProgramEntry program) {
    ProgramEntry[] old = on(tracepointId);
    ProgramEntry[] now = Arrays.copyOf(old, old.length + 1);
    now[old.length] = program;
    publish(tracepointId, now);
  }

  /** Removes one attachment of a program. */
  synchronized void remove(int tracepointId, ProgramEntry program) {
    ProgramEntry[] old = on(tracepointId);
    int at = Arrays.asList(old).indexOf(program);
    ProgramEntry[] now = new ProgramEntry[old.length - 1];
    System.arraycopy(old, 0, now, 0, at);
    System.arraycopy(old, at + 1, now, at, now.length - at);
    publish(tracepointId, now);
  }

  private void publish(int tracepointId, ProgramEntry[] programs) {
    ProgramEntry[][] all = byTracepoint;
    ProgramEntry[][] copy = Arrays.copyOf(all, Math.max(all.length, tracepointId + 1));
    Arrays.fill(copy, all.length, copy.length, NONE);
    copy[tracepointId] = programs;
    byTracepoint = copy;
  }

  /** The tracepoints that have programs. */
  Set<Integer> tracepoints() {
    Set<Integer> ids = new TreeSet<>();
    ProgramEntry[][] all = byTracepoint;
    for (int id = 0; id < all.length; id++) {
      if (on(id).length > 0) {
        ids.add(id);
      }
    }
    return ids;
  }
}
