package dev.skep.isa.classic;

import dev.skep.isa.AluOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Linux checks before it attaches a classic filter (bpf_check_classic, net/core/filter.c). */
public final class ClassicCheck {
  /** {@code BPF_MAXINSNS}. */
  public static final int MAX_INSTRUCTIONS = 4096;

  /** {@code BPF_MEMWORDS}. */
  public static final int SCRATCH_CELLS = 16;

  private final List<ClassicInstruction> program;

  private ClassicCheck(List<ClassicInstruction> program) {
    this.program = program;
  }

  /** The first fault of a program; empty if Linux takes it. */
  public static Optional<ClassicFault> firstFault(List<ClassicInstruction> program) {
    return Optional.ofNullable(new ClassicCheck(program).fault());
  }

  private @Nullable ClassicFault fault() {
    if (program.isEmpty()) {
      return new ClassicFault.Empty();
    }
    if (program.size() > MAX_INSTRUCTIONS) {
      return new ClassicFault.TooLong(program.size());
    }
    for (int i = 0; i < program.size(); i++) {
      ClassicFault fault = fault(i, program.get(i));
      if (fault != null) {
        return fault;
      }
    }
    return switch (program.getLast()) {
      case ClassicInstruction.ReturnConstant _, ClassicInstruction.ReturnAccumulator _ ->
          scratchFault();
      case ClassicInstruction _ -> new ClassicFault.NoReturnAtEnd();
    };
  }

  private @Nullable ClassicFault fault(int index, ClassicInstruction instruction) {
    return switch (instruction) {
      case ClassicInstruction.Arithmetic(
              AluOperation operation,
              ClassicOperand.Constant(int value)) ->
          constantFault(index, operation, value);
      case ClassicInstruction.LoadScratch(_, int cell) -> cellFault(index, cell);
      case ClassicInstruction.StoreScratch(_, int cell) -> cellFault(index, cell);
      case ClassicInstruction.Jump(int offset) -> jumpFault(index, Integer.toUnsignedLong(offset));
      case ClassicInstruction.JumpIf jump ->
          jumpFault(index, Math.max(jump.whenTrue(), jump.whenFalse()));
      case ClassicInstruction.LoadAbsolute(_, int offset)
          when Integer.compareUnsigned(offset, Ancillary.BASE) >= 0 ->
          new ClassicFault.UnknownAncillary(index, offset);
      case ClassicInstruction _ -> null;
    };
  }

  private static @Nullable ClassicFault constantFault(
      int index, AluOperation operation, int value) {
    boolean divides = operation == AluOperation.DIV || operation == AluOperation.MOD;
    boolean shifts = operation == AluOperation.LSH || operation == AluOperation.RSH;
    if (divides && value == 0) {
      return new ClassicFault.DivisionByZero(index);
    }
    return shifts && (value & ~31) != 0 ? new ClassicFault.ShiftTooFar(index, value) : null;
  }

  private static @Nullable ClassicFault cellFault(int index, int cell) {
    return cell < 0 || cell >= SCRATCH_CELLS ? new ClassicFault.NoSuchCell(index, cell) : null;
  }

  private @Nullable ClassicFault jumpFault(int index, long offset) {
    long target = index + 1 + offset;
    return target < program.size() ? null : new ClassicFault.JumpPastEnd(index, target);
  }

  /** All jumps go forward, so one pass sees every path; code that nothing reaches is not judged. */
  private @Nullable ClassicFault scratchFault() {
    int[] writtenAt = new int[program.size() + 1];
    Arrays.fill(writtenAt, -1);
    int written = 0;
    for (int i = 0; i < program.size(); i++) {
      written &= writtenAt[i];
      switch (program.get(i)) {
        case ClassicInstruction.StoreScratch(_, int cell) -> written |= 1 << cell;
        case ClassicInstruction.LoadScratch(_, int cell) -> {
          if ((written & 1 << cell) == 0) {
            return new ClassicFault.CellReadBeforeWrite(i, cell);
          }
        }
        case ClassicInstruction.Jump(int offset) -> {
          writtenAt[i + 1 + offset] &= written;
          written = -1;
        }
        case ClassicInstruction.JumpIf jump -> {
          writtenAt[i + 1 + jump.whenTrue()] &= written;
          writtenAt[i + 1 + jump.whenFalse()] &= written;
          written = -1;
        }
        case ClassicInstruction _ -> {}
      }
    }
    return null;
  }
}
