package dev.skep.engine;

import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.util.Map;

/**
 * Turns specifications into live maps, programs and links, and lets events reach them. Everything
 * an engine made is closed with it.
 *
 * <p>Maps, programs and links may be used from any thread; {@link #await} is called by one thread
 * at a time.
 */
public interface Engine extends AutoCloseable {

  /** The name that {@code --engine} knows: {@code kernel} or {@code vm}. */
  String name();

  /**
   * Creates a map and writes the specification's contents into it.
   *
   * @throws BpfException when the engine refuses
   */
  BpfMap create(MapSpec spec);

  /**
   * Verifies a program and makes it ready to run.
   *
   * @param spec the program
   * @param maps the live maps that its references name, all of this engine
   * @param options what to keep of the verifier's log, and how to run
   * @throws VerifierException when the verifier rejects it
   * @throws BpfException when it cannot be loaded for another reason
   */
  Program load(ProgramSpec spec, Map<String, BpfMap> maps, LoadOptions options);

  /** {@link #load(ProgramSpec, Map, LoadOptions)} with {@link LoadOptions#DEFAULT}. */
  default Program load(ProgramSpec spec, Map<String, BpfMap> maps) {
    return load(spec, maps, LoadOptions.DEFAULT);
  }

  /**
   * The number of 4 bytes that stands for a program as a value of a program array.
   *
   * @throws BpfException when the program is of another engine
   */
  int descriptor(Program program);

  /**
   * The number of 4 bytes that stands for a map as a value of a map of maps.
   *
   * @throws BpfException when the map is of another engine
   */
  int descriptor(BpfMap map);

  /**
   * Lets a program run on the target's events until the link is closed.
   *
   * @throws BpfException when the program's type does not fit the target, the target does not
   *     exist, or the engine may not attach
   */
  Link attach(Program program, AttachTarget target);

  /**
   * Reads the records that programs write into a ring buffer map.
   *
   * @throws BpfException when the map is not a ring buffer of this engine
   */
  RingReader reader(BpfMap ring);

  /** What can be probed, and how its events look. */
  ProbeCatalog catalog();

  /** The clock that {@code bpf_ktime_get_ns} reads in this engine's programs. */
  Clock clock();

  /** Names of addresses. */
  Symbols symbols();

  /** How many slots a per-CPU value has: one for each CPU that a program may run on. */
  int cpus();

  /**
   * Lets events happen. Returns when the clock reaches the deadline, a ring buffer of this engine
   * that has a reader holds records, {@link #wake} is called, or no event can come any more (a
   * recording has ended). A replaying engine returns after each event that wrote a record, so that
   * no record is lost and what the records ask for happens at their time.
   *
   * @param deadlineNanos a time of {@link #clock}; {@link Long#MAX_VALUE} to wait without one
   */
  Wake await(long deadlineNanos);

  /**
   * Makes the current or the next {@link #await} return {@link Wake#WOKEN}; may be called by any
   * thread.
   */
  void wake();

  /**
   * Detaches, unloads and frees all that this engine made; what was closed before is left alone.
   */
  @Override
  void close();

  /** Why {@link #await} returned. */
  enum Wake {
    /** The clock has reached the deadline. */
    DEADLINE,
    /** A ring buffer holds records. */
    RECORDS,
    /** {@link Engine#wake} was called. */
    WOKEN,
    /** No event can come any more. */
    ENDED
  }
}
