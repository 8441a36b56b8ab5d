package dev.skep.engine;

import java.util.Optional;

/**
 * Timestamped records in the order of their time: a recording. One thread at a time.
 *
 * <p>The current record is a flyweight: {@link #next} overwrites it.
 */
public interface EventSource extends AutoCloseable {

  /** What can be probed in this source. */
  ProbeCatalog catalog();

  /** The name of the clock that stamped the records. */
  String clockName();

  /** How many CPUs the records come from: their numbers are below it. */
  int cpus();

  /**
   * Says which tracepoints the reader wants; records of others may then be left out. Without a
   * call, all come.
   *
   * @param tracepointIds ids of {@link TracepointFormat#id}
   */
  void select(java.util.Set<Integer> tracepointIds);

  /**
   * Moves to the next record.
   *
   * @return the record, or null at the end
   * @throws BpfException with file and position when the source is damaged
   */
  @org.jspecify.annotations.Nullable
  EventRecord next();

  /**
   * What the recorder lost, once {@link #next} has reported the end; empty when it lost nothing or
   * cannot know.
   */
  Optional<String> losses();

  @Override
  void close();
}
