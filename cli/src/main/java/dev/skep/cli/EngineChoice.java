package dev.skep.cli;

import dev.skep.cli.Invocation.EngineName;
import dev.skep.engine.Engine;
import dev.skep.engine.EventSource;
import dev.skep.engine.NotPermittedException;
import dev.skep.kernel.Availability;
import dev.skep.kernel.KernelEngine;
import dev.skep.recording.Recordings;
import dev.skep.vm.VmEngine;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine that a command runs on, with the reason: what {@code --engine} and {@code --replay}
 * say, else the kernel where bpf(2) is permitted, else the embedded engine.
 *
 * @param engine the engine; the command closes it
 * @param source what it replays; null when events are live or there are none
 */
record EngineChoice(Engine engine, @Nullable EventSource source) implements AutoCloseable {

  /** A recording that is replayed when there is nothing else, with what to call it. */
  record Fallback(String name, Supplier<EventSource> recording) {}

  /**
   * Opens the engine and says on standard error which one and why.
   *
   * @param replay the recording that {@code --replay} names; null for none
   * @param fallback what the embedded engine replays without {@code --replay}; null for nothing
   */
  static EngineChoice open(
      Invocation invocation, @Nullable String replay, @Nullable Fallback fallback) {
    Console console = invocation.console();
    @Nullable EngineName asked = invocation.engine().orElse(null);
    if (replay != null) {
      if (asked == EngineName.KERNEL) {
        throw new UsageException("--replay runs on the embedded engine; leave out --engine kernel");
      }
      return replaying(console, Recordings.open(Path.of(replay)), replay, "");
    }
    if (asked == EngineName.KERNEL) {
      return kernel(console);
    }
    String reason = "as --engine asks";
    if (asked == null) {
      switch (KernelEngine.availability()) {
        case Availability.Available _ -> {
          console.notice("engine kernel: bpf(2) is permitted");
          return new EngineChoice(KernelEngine.open(console::notice), null);
        }
        case Availability.Unavailable(String why) -> reason = why;
      }
    }
    if (fallback != null) {
      return replaying(console, fallback.recording().get(), fallback.name(), ": " + reason);
    }
    console.notice("engine vm: " + reason);
    return new EngineChoice(VmEngine.builder().build(), null);
  }

  /**
   * Begins to link system calls in the background where the kernel is what {@link #open} may
   * choose; called first, it hides most of that behind the parsing of a script.
   */
  static void prepare(Invocation invocation, @Nullable String replay) {
    if (replay == null && invocation.engine().orElse(null) != EngineName.VM) {
      KernelEngine.prepare();
    }
  }

  private static EngineChoice kernel(Console console) {
    return switch (KernelEngine.availability()) {
      case Availability.Available _ -> new EngineChoice(KernelEngine.open(console::notice), null);
      case Availability.Unavailable(String why) -> throw new NotPermittedException(why);
    };
  }

  private static EngineChoice replaying(
      Console console, EventSource source, String name, String reason) {
    console.notice(
        "engine vm, replay of " + name + " on its clock \"" + source.clockName() + "\"" + reason);
    return new EngineChoice(VmEngine.builder().events(source).build(), source);
  }

  /**
   * Whether the engine is the embedded one without a recording, which has no events but its own.
   */
  boolean withoutEvents() {
    return source == null && engine.name().equals("vm");
  }

  /** What the recorder lost, as a notice; says nothing when it lost nothing. */
  void reportLosses(Console console) {
    if (source != null) {
      source.losses().ifPresent(console::notice);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
