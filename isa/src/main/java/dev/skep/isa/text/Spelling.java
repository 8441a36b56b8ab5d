package dev.skep.isa.text;

/** How a {@link Disassembler} writes instructions. */
public enum Spelling {
  /**
   * The kernel's, but unambiguous: what {@link Assembler} reads back to the same instruction.
   * 64-bit immediate loads carry {@code ll} or say what they name, kernel functions differ from
   * helpers.
   */
  ASSEMBLY,
  /** The kernel's, as verifier logs and {@code bpftool prog dump xlated} print it. */
  KERNEL,
  /**
   * LLVM's, as {@code llvm-objdump --mcpu=v4} prints it, without the symbols that it appends to
   * targets. It leaves out what LLVM leaves out: the constant part of an indirect packet load, the
   * second immediate and the BTF index of pseudo instructions.
   */
  LLVM
}
