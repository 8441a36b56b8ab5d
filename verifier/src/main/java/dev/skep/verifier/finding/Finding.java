package dev.skep.verifier.finding;

import dev.skep.spec.LineInfo;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong with a program.
 *
 * @param rule which rule it breaks
 * @param slot the slot of the instruction that breaks it; −1 when it is not about one
 * @param message what is wrong, in plain words, with the values
 * @param kernelMessage what the kernel's log says of it
 * @param hint what usually mends it
 * @param path the slots of the jumps, calls and exits that lead there, oldest first
 * @param registers the registers and stack slots there that hold something: {@code R1=ctx()}
 * @param line the source line, where it is known
 */
public record Finding(
    Rule rule,
    int slot,
    String message,
    String kernelMessage,
    String hint,
    List<Integer> path,
    List<String> registers,
    Optional<LineInfo> line) {
  public Finding {
    path = List.copyOf(path);
    registers = List.copyOf(registers);
  }
}
