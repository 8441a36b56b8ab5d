package dev.skep.vm.run;

import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.map.TailTarget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that is ready to run: decoded once, its targets, maps and helpers resolved. Immutable.
 */
public final class Executable implements TailTarget {
  private final int id;
  private final ProgramSpec spec;
  final long[] words;
  final long[] constants;
  final HelperFunction[] helpers;
  private final HelperSource helperSource;
  private final long budget;
  final boolean unwinds;
  private final @Nullable RunCounter counter;

  Executable(
      int id,
      ProgramSpec spec,
      long[] words,
      long[] constants,
      HelperFunction[] helpers,
      HelperSource helperSource,
      RunLimits limits) {
    this.id = id;
    this.spec = spec;
    this.words = words;
    this.constants = constants;
    this.helpers = helpers;
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

  /** The helper that a register names at run time ({@code callx}). */
  HelperFunction helper(int helperId) {
    return helperSource.helper(helperId);
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
