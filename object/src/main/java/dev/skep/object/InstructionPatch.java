package dev.skep.object;

import dev.skep.isa.Instruction;
import java.util.List;

/** Adjusts instructions to a kernel while a program is linked. */
@FunctionalInterface
interface InstructionPatch {
  /** Leaves all instructions as they were compiled. */
  InstructionPatch NONE = (_, _, instruction) -> List.of(instruction);

  /**
   * What stands for an instruction.
   *
   * @param section the name of its section
   * @param slot its slot in the section
   * @return one instruction, or more that together take as many slots
   */
  List<Instruction> apply(String section, int slot, Instruction instruction);
}
