package dev.skep.isa.text;

import dev.skep.isa.Code;

/**
 * Reads eBPF assembly in the kernel's spelling, which clang's is close to.
 *
 * <pre>{@code
 * Code code = Assembler.assemble("""
 *     r0 = *(u32 *)(r1 +112)      // a load
 *     if r0 > 1500 goto long      ; a label
 *     r0 = 0
 *     exit
 *   long:
 *     r2 = 0x1122334455667788 ll  // two slots
 *     call bpf_ktime_get_ns#5
 *     exit
 *     """);
 * }</pre>
 *
 * <p>An instruction a line; comments start with {@code ;} or {@code //}. Jumps go to labels or
 * count slots from the next instruction ({@code goto pc+2}, {@code goto +2}). A decimal immediate
 * is signed, a hexadecimal one gives its bits. Lines may be those of a {@link Spelling#KERNEL}
 * listing: then the slot and the opcode in front must be right, and a constant behind {@code (18)}
 * is a 64-bit load without {@code ll}.
 */
public final class Assembler {
  private Assembler() {}

  /**
   * The program of a text.
   *
   * @throws AssemblyException when it is not valid assembly
   */
  public static Code assemble(String text) {
    Draft draft = new Draft();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      new Statement(withoutComment(line), number, draft).read();
    }
    return draft.code();
  }

  private static String withoutComment(String line) {
    int semicolon = line.indexOf(';');
    int slashes = line.indexOf("//");
    int end = line.length();
    end = semicolon < 0 ? end : semicolon;
    end = slashes < 0 ? end : Math.min(end, slashes);
    return line.substring(0, end);
  }
}
