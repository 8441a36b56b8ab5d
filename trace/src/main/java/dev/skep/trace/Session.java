package dev.skep.trace;

import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.RunInput;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.MapSpec;
import dev.skep.trace.CompiledScript.Entry;
import dev.skep.trace.middle.SystemMaps;
import dev.skep.trace.output.Output;
import dev.skep.trace.runtime.Actions;
import dev.skep.trace.types.ProbePoint;
import dev.skep.trace.types.ScriptMap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script on an engine: BEGIN, then events and intervals until {@code exit()}, the end
 * of the events or {@link #requestStop}, then END, then the maps.
 */
public final class Session {
  private final Engine engine;
  private final CompiledScript script;
  private final Output output;
  private final Map<String, BpfMap> maps = new HashMap<>();
  private final List<Loaded> programs = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Object stopLock = new Object();
  private volatile boolean stopRequested;
  private boolean finished;
  private boolean exited;
  private @Nullable RingReader ring;

  private record Loaded(Entry entry, Program program) {}

  /** An interval's program and when it runs next. */
  private static final class Timer {
    final Program program;
    final long period;
    long next;

    Timer(Program program, long period) {
      this.program = program;
      this.period = period;
    }
  }

  /** A run of a script; nothing happens before {@link #run}. */
  public Session(Engine engine, CompiledScript script, Output output) {
    this.engine = engine;
    this.script = script;
    this.output = output;
  }

  /**
   * Makes {@link #run} detach, run END, print the maps and return. Any thread may call it, at any
   * time.
   */
  public void requestStop() {
    synchronized (stopLock) {
      stopRequested = true;
      if (!finished) {
        engine.wake();
      }
    }
  }

  /** What was lost, a line each, once {@link #run} has returned. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Runs the script to its end.
   *
   * @return the exit status: 0
   * @throws IOException when the output cannot be written
   * @throws dev.skep.engine.BpfException when the engine refuses or fails
   */
  public int run() throws IOException {
    try {
      load();
      output.attaching(script.probes());
      Actions actions = new Actions(script.typed(), maps, output);
      begin(actions);
      if (!exited) {
        attach();
        events(actions);
      }
      detach();
      finish(actions);
      return 0;
    } finally {
      close();
    }
  }

  private void load() {
    for (MapSpec spec : script.maps()) {
      BpfMap map = engine.create(spec);
      maps.put(spec.name(), map);
      if (spec.name().equals(SystemMaps.RING)) {
        ring = engine.reader(map);
      }
    }
    for (Entry entry : script.entries()) {
      programs.add(new Loaded(entry, engine.load(entry.program(), maps)));
    }
    start();
  }

  private void start() {
    BpfMap start = maps.get(SystemMaps.START);
    if (start == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(8, 8);
      value.set(ValueLayout.JAVA_LONG, 0, engine.clock().nanos());
      start.update(arena.allocate(4, 8), value, UpdateMode.ANY);
    }
  }

  private void begin(Actions actions) throws IOException {
    for (Loaded loaded : programs) {
      for (ProbePoint point : loaded.entry().points()) {
        if (point instanceof ProbePoint.Begin && !exited) {
          loaded.program().run(RunInput.NONE);
          drain(actions);
        }
      }
    }
  }

  private void attach() {
    for (Loaded loaded : programs) {
      for (ProbePoint point : loaded.entry().points()) {
        switch (point) {
          case ProbePoint.Tracepoint(var format) ->
              links.add(
                  engine.attach(
                      loaded.program(),
                      new AttachTarget.Tracepoint(format.category(), format.name())));
          case ProbePoint.Interval(long nanos, String _) ->
              timers.add(new Timer(loaded.program(), nanos));
          case ProbePoint.Begin(), ProbePoint.End() -> {}
        }
      }
    }
    long now = engine.clock().nanos();
    for (Timer timer : timers) {
      timer.next = now + timer.period;
    }
  }

  private void events(Actions actions) throws IOException {
    while (!exited && !stopRequested) {
      Engine.Wake wake = engine.await(deadline());
      drain(actions);
      switch (wake) {
        case DEADLINE -> runTimers(actions);
        case ENDED -> {
          return;
        }
        case RECORDS, WOKEN -> {}
      }
    }
  }

  private long deadline() {
    long deadline = Long.MAX_VALUE;
    for (Timer timer : timers) {
      deadline = Math.min(deadline, timer.next);
    }
    return deadline;
  }

  /** Runs what is due, the earliest first; whole periods that were missed are left out. */
  private void runTimers(Actions actions) throws IOException {
    long now = engine.clock().nanos();
    while (!exited && !stopRequested) {
      Timer due = null;
      for (Timer timer : timers) {
        if (timer.next <= now && (due == null || timer.next < due.next)) {
          due = timer;
        }
      }
      if (due == null) {
        return;
      }
      due.program.run(RunInput.NONE);
      due.next += (Math.max(0, now - due.next) / due.period + 1) * due.period;
      drain(actions);
    }
  }

  /** Does what the records ask for; what comes after an exit is dropped. */
  private void drain(Actions actions) throws IOException {
    if (ring == null) {
      return;
    }
    List<byte[]> records = new ArrayList<>();
    ring.drain(record -> records.add(record.toArray(ValueLayout.JAVA_BYTE)));
    for (byte[] record : records) {
      if (!exited && !actions.perform(record)) {
        exited = true;
      }
    }
    output.flush();
  }

  private void detach() {
    for (Link link : links) {
      link.close();
    }
    links.clear();
  }

  private void finish(Actions actions) throws IOException {
    drain(actions);
    exited = false;
    for (Loaded loaded : programs) {
      for (ProbePoint point : loaded.entry().points()) {
        if (point instanceof ProbePoint.End) {
          loaded.program().run(RunInput.NONE);
          drain(actions);
        }
      }
    }
    output.ending();
    actions.printAll();
    losses();
    output.flush();
  }

  private void losses() throws IOException {
    BpfMap losses = maps.get(SystemMaps.LOSSES);
    if (losses == null) {
      return;
    }
    for (ScriptMap map : script.typed().maps().values()) {
      long lost = count(losses, map.index());
      if (lost > 0) {
        warnings.add(
            lost
                + " updates of "
                + map.name()
                + " were lost: it was full with entries="
                + map.spec().maxEntries());
      }
    }
    long records = count(losses, script.typed().maps().size());
    if (records > 0) {
      output.lost(records);
      warnings.add(records + " records for output were lost: the ring buffer was full");
    }
  }

  private static long count(BpfMap losses, int index) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(4, 8);
      key.set(ValueLayout.JAVA_INT, 0, index);
      MemorySegment value = arena.allocate(losses.valueBytes(), 8);
      long sum = 0;
      if (losses.lookup(key, value)) {
        for (long at = 0; at < value.byteSize(); at += 8) {
          sum += value.get(ValueLayout.JAVA_LONG, at);
        }
      }
      return sum;
    }
  }

  private void close() {
    synchronized (stopLock) {
      finished = true;
    }
    detach();
    if (ring != null) {
      ring.close();
    }
    for (Loaded loaded : programs) {
      loaded.program().close();
    }
    for (BpfMap map : maps.values()) {
      map.close();
    }
  }
}
