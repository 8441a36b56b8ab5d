package dev.skep.isa.text;

import dev.skep.isa.Code;

/**
 * Reads the mnemonic dialect of uBPF and of the bpf_conformance corpus.
 *
 * <pre>{@code
 * Code code = MnemonicAssembler.assemble("""
 *     lddw %r1, 0x1122334455667788
 *     stxdw [%r10-8], %r1
 *     lock fetch add [%r10-8], %r1   # a comment
 *     jne %r1, 5, exit
 *     call local func
 *     exit
 *   func:
 *     mov32 %r0, 1
 *     exit
 *     """);
 * }</pre>
 *
 * <p>The first {@code exit} is a label of that name unless the text has one. A decimal immediate is
 * signed, a hexadecimal one gives its bits.
 */
public final class MnemonicAssembler {
  private MnemonicAssembler() {}

  /**
   * The program of a text.
   *
   * @throws AssemblyException when it is not valid in this dialect
   */
  public static Code assemble(String text) {
    Draft draft = new Draft();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      int comment = line.indexOf('#');
      String statement = comment < 0 ? line : line.substring(0, comment);
      new MnemonicStatement(new LineScanner(statement, number), draft).read();
    }
    return draft.code();
  }
}
