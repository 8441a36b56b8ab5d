package dev.skep.kernel;

import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the decisive lines of the log of Linux's verifier: what it says after the last instruction
 * it looked at, and before the statistics. Instruction lines look like {@code 3: (79) r1 = *(u64
 * *)(r0 +0) ; R1=scalar()}; states and source lines stand between them.
 */
final class VerifierLog {
  private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): \\(([0-9a-f]{2})\\) (.*)");
  private static final Pattern STATISTICS =
      Pattern.compile("(processed \\d+ insns|verification time|stack depth|insns processed).*");

  /** States of registers, source lines, and the search for what must be known precisely. */
  private static final Pattern STATE =
      Pattern.compile(
          "(;|from \\d+ to \\d+|\\d+: (R\\d|frame)|\\s*(R\\d+(_\\w+)?=|frame\\d)|cur state|old state"
              + "|caller:|callee:|returning from callee|to caller at|mark_precise|propagating"
              + "|last_idx|regs=|parent |func#).*");

  /** The kernel's explanations have one or two lines. */
  private static final int MOST_LINES = 3;

  private VerifierLog() {}

  /** The cause in one line, with the instruction and, where it is known, the source line. */
  static String cause(String log, ProgramSpec spec) {
    ArrayList<String> said = new ArrayList<>();
    Optional<Matcher> at = Optional.empty();
    String[] lines = log.split("\n", -1);
    for (int i = lines.length - 1; i >= 0 && at.isEmpty(); i--) {
      String line = lines[i];
      Matcher instruction = INSTRUCTION.matcher(line);
      if (instruction.matches()) {
        at = Optional.of(instruction);
      } else if (!line.isBlank()
          && !STATISTICS.matcher(line).matches()
          && !STATE.matcher(line).matches()) {
        said.addFirst(line.strip());
      }
    }
    String cause = String.join("; ", said.subList(0, Math.min(MOST_LINES, said.size())));
    return cause + at.map(found -> where(found, spec)).orElse("");
  }

  private static String where(Matcher instruction, ProgramSpec spec) {
    int slot = Integer.parseInt(instruction.group(1));
    String line = spec.lineAt(slot).map(VerifierLog::source).orElse("");
    return ", at instruction " + slot + ": " + text(instruction) + line;
  }

  private static String source(LineInfo line) {
    String text = line.text().isBlank() ? "" : ": " + line.text().strip();
    return " (" + line.file() + ":" + line.line() + text + ")";
  }

  /** The instruction alone: registers' states follow it behind a semicolon. */
  private static String text(Matcher instruction) {
    String whole = instruction.group(3);
    int states = whole.indexOf(" ;");
    return (states < 0 ? whole : whole.substring(0, states)).strip();
  }
}
