package dev.skep.kernel;

import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the decisive line of the log of Linux's verifier: the last meaningful one before the
 * statistics. Instruction lines look like {@code 3: (79) r1 = *(u64 *)(r0 +0)}, source lines start
 * with {@code ;}.
 */
final class VerifierLog {
  private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): \\(([0-9a-f]{2})\\) (.*)");
  private static final Pattern STATISTICS =
      Pattern.compile(
          "(processed \\d+ insns|verification time|stack depth|max_states|insns processed).*");

  private VerifierLog() {}

  /** The cause in one line, with the instruction and, where it is known, the source line. */
  static String cause(String log, ProgramSpec spec) {
    String[] lines = log.split("\n", -1);
    int decisive = lines.length - 1;
    while (decisive > 0 && !meaningful(lines[decisive])) {
      decisive--;
    }
    StringBuilder cause = new StringBuilder(lines[decisive].strip());
    for (int i = decisive; i >= 0; i--) {
      Matcher instruction = INSTRUCTION.matcher(lines[i]);
      if (instruction.matches()) {
        appendWhere(cause, instruction, spec, i == decisive);
        break;
      }
    }
    return cause.toString();
  }

  private static boolean meaningful(String line) {
    return !line.isBlank() && !STATISTICS.matcher(line).matches();
  }

  private static void appendWhere(
      StringBuilder cause, Matcher instruction, ProgramSpec spec, boolean same) {
    int slot = Integer.parseInt(instruction.group(1));
    if (!same) {
      cause.append(", at instruction ").append(slot).append(": ").append(text(instruction));
    }
    Optional<LineInfo> line = spec.lineAt(slot);
    line.ifPresent(source -> {
      cause.append(" (").append(source.file()).append(':').append(source.line());
      if (!source.text().isBlank()) {
        cause.append(": ").append(source.text().strip());
      }
      cause.append(')');
    });
  }

  /** The instruction alone: registers' states follow it behind a semicolon. */
  private static String text(Matcher instruction) {
    String whole = instruction.group(3);
    int states = whole.indexOf(" ;");
    return (states < 0 ? whole : whole.substring(0, states)).strip();
  }
}
