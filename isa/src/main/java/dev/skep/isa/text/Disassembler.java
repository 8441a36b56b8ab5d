package dev.skep.isa.text;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;

/**
 * Writes eBPF instructions as text.
 *
 * <pre>{@code
 * Disassembler.of(Spelling.KERNEL).text(new Instruction.Exit()); // exit
 * }</pre>
 */
public final class Disassembler {
  private final Spelling spelling;
  private final KernelText kernel;

  private Disassembler(Spelling spelling, SymbolNames names) {
    this.spelling = spelling;
    this.kernel = new KernelText(names, spelling == Spelling.ASSEMBLY);
  }

  /** A disassembler that knows no names. */
  public static Disassembler of(Spelling spelling) {
    return of(spelling, SymbolNames.none());
  }

  /** A disassembler that asks for names. */
  public static Disassembler of(Spelling spelling, SymbolNames names) {
    return new Disassembler(spelling, names);
  }

  /** One instruction, without line break, slot or opcode. */
  public String text(Instruction instruction) {
    return switch (spelling) {
      case ASSEMBLY, KERNEL -> kernel.text(instruction);
      case LLVM -> LlvmText.text(instruction);
    };
  }

  /**
   * One line of a listing, without line break: as bpftool prints it ({@code " 0: (bf) r6 = r1"}),
   * as {@code llvm-objdump --no-show-raw-insn} does, or the bare instruction for assembly.
   */
  public String line(int slot, Instruction instruction) {
    String text = text(instruction);
    return switch (spelling) {
      case ASSEMBLY -> text;
      case KERNEL -> padded(slot, 4) + ": (" + twoHexDigits(instruction) + ") " + text;
      case LLVM -> padded(slot, 8) + ":\t" + text;
    };
  }

  /** The whole program, a {@link #line} for each instruction, each ended by a line break. */
  public String listing(Code code) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < code.size(); i++) {
      lines.append(line(code.slotOf(i), code.get(i))).append('\n');
    }
    return lines.toString();
  }

  private static String twoHexDigits(Instruction instruction) {
    return Integer.toHexString(((int) instruction.encoding() & 0xff) | 0x100).substring(1);
  }

  private static String padded(int number, int columns) {
    String digits = Integer.toString(number);
    return " ".repeat(Math.max(0, columns - digits.length())) + digits;
  }
}
