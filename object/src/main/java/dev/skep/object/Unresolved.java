package dev.skep.object;

import dev.skep.spec.LineInfo;
import java.util.Optional;

/**
 * An instruction that CO-RE could not adjust, because the target has no such type, member or
 * enumerator. It was replaced by one that verifiers refuse if it can be reached.
 *
 * @param program the program
 * @param slot where the instruction is in the linked program
 * @param section the section that it is from
 * @param sectionSlot where it is there
 * @param line the source line, where it is known
 * @param reason what the target lacks, and which types were looked at
 */
public record Unresolved(
    String program,
    int slot,
    String section,
    int sectionSlot,
    Optional<LineInfo> line,
    String reason) {

  @Override
  public String toString() {
    String place =
        line.map(each -> each.file() + ":" + each.line())
            .orElse("section " + section + ", offset " + sectionSlot * 8L);
    return "program " + program + ", instruction " + slot + " (" + place + "): " + reason;
  }
}
