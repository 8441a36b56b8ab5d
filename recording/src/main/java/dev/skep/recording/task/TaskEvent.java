package dev.skep.recording.task;

import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an event tells of threads (include/trace/events/sched.h and task.h of Linux): the fields are
 * resolved once for each format.
 */
sealed interface TaskEvent {
  /** Each thread has the name beside it. */
  record Names(List<Named> named) implements TaskEvent {}

  /** A new thread; its flags say whether it starts a process. */
  record NewTask(Named child, Field cloneFlags) implements TaskEvent {}

  /** The running thread, or the one that is named, gets another name after the event. */
  record Rename(Optional<Field> thread, Field oldName, Field newName) implements TaskEvent {}

  /** The running thread runs another program, alone in its process and named after the file. */
  record Exec(Field thread, Field file) implements TaskEvent {}

  /** A thread id and its name. */
  record Named(Field thread, Field name) {}

  /** Those whose {@code X_comm} is the name of thread {@code X_pid}. */
  Set<String> NAMING =
      Set.of(
          "sched_switch",
          "sched_wakeup",
          "sched_wakeup_new",
          "sched_waking",
          "sched_migrate_task",
          "sched_process_fork",
          "sched_process_exit",
          "sched_stat_runtime");

  /** What a tracepoint tells of threads, if anything. */
  static Optional<TaskEvent> of(TracepointFormat format) {
    return switch (format.category()) {
      case "sched" -> ofSched(format);
      case "task" -> ofTask(format);
      default -> Optional.empty();
    };
  }

  private static Optional<TaskEvent> ofSched(TracepointFormat format) {
    if (format.name().equals("sched_process_exec")) {
      return both(format, "pid", "filename").map(exec -> new Exec(exec.thread(), exec.name()));
    }
    if (!NAMING.contains(format.name())) {
      return Optional.empty();
    }
    List<Named> named = new ArrayList<>();
    for (String prefix : List.of("", "prev_", "next_", "parent_", "child_")) {
      both(format, prefix + "pid", prefix + "comm").ifPresent(named::add);
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(new Names(List.copyOf(named)));
  }

  private static Optional<TaskEvent> ofTask(TracepointFormat format) {
    return switch (format.name()) {
      case "task_newtask" ->
          both(format, "pid", "comm")
              .flatMap(
                  child -> format.field("clone_flags").map(flags -> new NewTask(child, flags)));
      case "task_rename" ->
          both(format, "oldcomm", "newcomm")
              .map(names -> new Rename(format.field("pid"), names.thread(), names.name()));
      default -> Optional.empty();
    };
  }

  private static Optional<Named> both(TracepointFormat format, String first, String second) {
    return format
        .field(first)
        .flatMap(left -> format.field(second).map(right -> new Named(left, right)));
  }
}
