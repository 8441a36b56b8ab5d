package dev.skep.verifier.report;

import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One finding as a compiler shows an error: where, what, the source line, the way there, a hint.
 */
record Diagnostic(String object, ProgramSpec program, Finding finding) {
  /** The last steps of the way say most. */
  private static final int STEPS = 6;

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(place()).append(": error: ").append(finding.message());
    text.append(" [").append(finding.rule()).append("]\n");
    finding.line().ifPresent(line -> excerpt(text, line));
    way(text);
    text.append("  kernel: ").append(finding.kernelMessage().replace('\n', ' ')).append('\n');
    text.append("  hint: ").append(finding.hint()).append('\n');
    return text.toString();
  }

  private String place() {
    String where =
        finding
            .line()
            .map(line -> line.file() + ":" + line.line() + ":" + line.column())
            .orElse(object);
    String slot = finding.slot() < 0 ? "" : ", instruction " + finding.slot();
    return where + ": program " + program.name() + slot;
  }

  private static void excerpt(StringBuilder text, LineInfo line) {
    if (line.text().isBlank()) {
      return;
    }
    String number = String.format("%5d | ", line.line());
    text.append(number).append(line.text().stripTrailing()).append('\n');
    if (line.column() > 0 && line.column() <= line.text().length()) {
      text.append("      | ");
      for (int i = 0; i < line.column() - 1; i++) {
        // Tabs keep the caret below its character.
        text.append(line.text().charAt(i) == '\t' ? '\t' : ' ');
      }
      text.append("^\n");
    }
  }

  private void way(StringBuilder text) {
    List<String> steps = new ArrayList<>();
    for (int slot : finding.path()) {
      String step = step(slot);
      if (steps.isEmpty() || !steps.getLast().equals(step)) {
        steps.add(step);
      }
    }
    if (steps.isEmpty()) {
      return;
    }
    int from = Math.max(0, steps.size() - STEPS);
    text.append("  on the way through ");
    text.append(from > 0 ? "… " : "");
    text.append(String.join(", ", steps.subList(from, steps.size()))).append('\n');
  }

  private String step(int slot) {
    Optional<LineInfo> line = program.lineAt(slot);
    return line.map(found -> "line " + found.line()).orElse("instruction " + slot);
  }
}
