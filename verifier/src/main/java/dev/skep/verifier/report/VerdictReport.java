package dev.skep.verifier.report;

import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.Statistics;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One program's verdict, ready to be shown.
 *
 * @param object the object file or script that the program comes from, for messages
 * @param section the section of the object file, or empty
 * @param program the program
 * @param verdict the verdict on it
 */
public record VerdictReport(String object, String section, ProgramSpec program, Verdict verdict) {

  /** Whether the program was accepted. */
  public boolean isAccepted() {
    return verdict instanceof Verdict.Accepted;
  }

  /** What is wrong with it, the first cause first. */
  public List<Finding> findings() {
    return switch (verdict) {
      case Verdict.Accepted _ -> List.of();
      case Verdict.Rejected rejected -> rejected.findings();
    };
  }

  /** One line: the verdict and what it took. */
  public String summary() {
    Statistics statistics = verdict.statistics();
    return object
        + ": "
        + program.name()
        + ": "
        + (isAccepted() ? "accepted" : "rejected")
        + ", insns="
        + program.code().slots()
        + " processed="
        + statistics.processed()
        + " peak_states="
        + statistics.peakStates()
        + " stack="
        + statistics.stackBytes();
  }

  /** Every finding as a compiler shows an error, most telling first; nothing when accepted. */
  public String diagnostics() {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings()) {
      text.append(new Diagnostic(object, program, finding).text());
    }
    return text.toString();
  }

  /** What {@code --json} prints in a line: strings, numbers, lists and maps only. */
  public Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("object", object);
    data.put("section", section);
    data.put("program", program.name());
    data.put("verdict", isAccepted() ? "accept" : "reject");
    data.put("insns", program.code().slots());
    data.put("processed", verdict.statistics().processed());
    List<Map<String, Object>> all = new ArrayList<>();
    findings().forEach(finding -> all.add(data(finding)));
    data.put("findings", all);
    return data;
  }

  private static Map<String, Object> data(Finding finding) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rule", finding.rule().name());
    data.put("slot", finding.slot());
    data.put("message", finding.message());
    data.put("kernel", finding.kernelMessage());
    data.put("hint", finding.hint());
    data.put("path", finding.path());
    data.put("registers", finding.registers());
    finding
        .line()
        .ifPresent(line -> {
          data.put("file", line.file());
          data.put("line", line.line());
          data.put("column", line.column());
        });
    return data;
  }
}
