package dev.skep.vm.run;

import dev.skep.engine.UnsupportedException;
import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.map.TailTarget;
import dev.skep.vm.memory.Fault;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A program that is ready to run: decoded once, its targets, maps and helpers resolved. Immutable,
 * but for the compiled code that may come later and does the same.
 */
public final class Executable implements TailTarget {
  private final int id;
  private final ProgramSpec spec;
  final long[] words;
  final long[] constants;
  final HelperFunction[] helpers;
  private final int[] helperIds;
  private final HelperSource helperSource;
  private final long budget;
  private volatile @Nullable CompiledCode compiled;
  private volatile @Nullable Runnable compiler;
  private final AtomicInteger entriesLeft = new AtomicInteger();
  final boolean unwinds;
  private final @Nullable RunCounter counter;

  Executable(
      int id,
      ProgramSpec spec,
      long[] words,
      long[] constants,
      HelperFunction[] helpers,
      int[] helperIds,
      HelperSource helperSource,
      RunLimits limits) {
    this.id = id;
    this.spec = spec;
    this.words = words;
    this.constants = constants;
    this.helpers = helpers;
    this.helperIds = helperIds;
    this.helperSource = helperSource;
    this.budget = limits.instructionBudget() == 0 ? Long.MAX_VALUE : limits.instructionBudget();
    this.unwinds = limits.helperFiveUnwinds();
    this.counter = limits.counted() ? new RunCounter() : null;
  }

  @Override
  public int id() {
    return id;
  }

  /** The program's name. */
  public String name() {
    return spec.name();
  }

  /** The program that this was made of. */
  public ProgramSpec spec() {
    return spec;
  }

  /** How many instructions a run may take; {@link Long#MAX_VALUE} without a limit. */
  public long budget() {
    return budget;
  }

  /** What counts the runs; null when nothing does. */
  public @Nullable RunCounter counter() {
    return counter;
  }

  /** Whether runs of this program have a limit. */
  public boolean limited() {
    return budget != Long.MAX_VALUE;
  }

  /** The compact form: a word for each instruction and, last, {@link Op#FELL_OFF}. Not a copy. */
  public long[] words() {
    return words;
  }

  /** The 64-bit constants that words name. Not a copy. */
  public long[] constants() {
    return constants;
  }

  /** A helper by the index that words name. */
  public HelperFunction helper(int helperIndex) {
    return helpers[helperIndex];
  }

  /** The number of a helper by the index that words name. */
  public int helperId(int helperIndex) {
    return helperIds[helperIndex];
  }

  /** Whether a zero from helper 5 ends the run. */
  public boolean unwinds() {
    return unwinds;
  }

  /**
   * Exchanges the compiled code; null lets runs be interpreted. Runs in progress go on as before.
   */
  public void install(@Nullable CompiledCode code) {
    compiled = code;
  }

  /**
   * Lets a program be compiled when it has been entered often.
   *
   * @param entries how often it and its callbacks are interpreted first
   * @param compiler compiles it and installs the code; it is called once
   */
  public void compileAfter(int entries, Runnable compiler) {
    this.compiler = compiler;
    entriesLeft.set(entries);
  }

  private void countEntry() {
    Runnable due = compiler;
    if (due != null && entriesLeft.decrementAndGet() == 0) {
      compiler = null;
      due.run();
    }
  }

  /** Whether there is compiled code. */
  public boolean isCompiled() {
    return compiled != null;
  }

  /** The compiled code for a run that starts; counts the run where there is none yet. */
  @Nullable CompiledCode codeToStart() {
    if (compiled == null) {
      countEntry();
    }
    return compiled;
  }

  /** Runs a function in the frame that is current now, until it exits. */
  long enter(Execution run, long[] registers, int index) {
    if (compiled == null) {
      countEntry();
    }
    CompiledCode code = compiled;
    return code == null || (run.limited() && !limited())
        ? run.interpret(this, registers, index)
        : code.run(run, registers, index);
  }

  /** The helper that a register names at run time ({@code callx}). */
  HelperFunction helperInRegister(long helperId) {
    if (helperId != (int) helperId) {
      throw new Fault(
          "a call of 0x%x, which is neither a function nor a helper".formatted(helperId));
    }
    try {
      return helperSource.helper((int) helperId);
    } catch (UnsupportedException e) {
      throw Fault.of(e);
    }
  }

  /** The index of the function that a register names at run time. */
  int function(long address) {
    int index = FunctionAddress.index(address);
    if (index < 0 || index >= words.length) {
      throw new Fault(
          "a call of function=0x%x, which the program does not have".formatted(address));
    }
    return index;
  }

  /** Where an instruction is, for messages: {@code program "x", instruction 3, a.c:12}. */
  String place(int index) {
    StringBuilder place = new StringBuilder();
    place.append("program \"").append(name()).append("\", instruction ").append(slot(index));
    Optional<LineInfo> line = spec.lineAt(slot(index));
    line.ifPresent(each -> place.append(", ").append(each.file()).append(':').append(each.line()));
    return place.toString();
  }

  /** The slot of an instruction. */
  int slot(int index) {
    return spec.code().slotOf(Math.min(index, spec.code().size()));
  }
}
