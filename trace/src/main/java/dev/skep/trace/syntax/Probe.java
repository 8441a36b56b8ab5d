package dev.skep.trace.syntax;

import java.util.List;

/**
 * What a block runs on, as it was written: {@code tracepoint:block:block_rq_issue}.
 *
 * @param parts the parts between colons
 * @param span where it stands
 */
public record Probe(List<String> parts, Span span) {
  public Probe {
    parts = List.copyOf(parts);
  }

  /** The first part. */
  public String kind() {
    return parts.getFirst();
  }

  /** The probe as it was written. */
  @Override
  public String toString() {
    return String.join(":", parts);
  }
}
