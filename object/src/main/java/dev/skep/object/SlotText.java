package dev.skep.object;

import dev.skep.abi.Helper;
import dev.skep.isa.Code;
import dev.skep.isa.Decoder;
import dev.skep.isa.Instruction;
import dev.skep.isa.MalformedCodeException;
import dev.skep.isa.text.Disassembler;
import dev.skep.isa.text.Spelling;
import dev.skep.isa.text.SymbolNames;
import dev.skep.object.core.InstructionWord;
import java.nio.ByteOrder;
import java.util.BitSet;

/** The text of a linked program's slots, one by one: not every slot need be an instruction. */
final class SlotText {
  private final LinkedProgram program;
  private final Disassembler disassembler =
      Disassembler.of(
          Spelling.KERNEL,
          SymbolNames.ofHelpers(id -> Helper.of(id).map(Helper::functionName).orElse(null)));

  /** The second slots of 64-bit loads. */
  private final BitSet second = new BitSet();

  SlotText(LinkedProgram program) {
    this.program = program;
    for (int slot = 0; slot < program.slots(); slot++) {
      if (InstructionWord.isLoadImmediate64(program.word(slot)) && slot + 1 < program.slots()) {
        slot++;
        second.set(slot);
      }
    }
  }

  /** The instruction that starts at a slot; empty for the second slot of a 64-bit load. */
  String of(int slot) {
    long word = program.word(slot);
    boolean wide = InstructionWord.isLoadImmediate64(word) && slot + 1 < program.slots();
    if (second.get(slot)) {
      return "";
    }
    long[] words = wide ? new long[] {word, program.word(slot + 1)} : new long[] {word};
    try {
      Code code =
          Decoder.decode(
              InstructionWord.bytes(words, ByteOrder.LITTLE_ENDIAN), ByteOrder.LITTLE_ENDIAN);
      return text(code.get(0), slot);
    } catch (MalformedCodeException none) {
      return String.format(".8byte 0x%016x", word);
    }
  }

  private String text(Instruction instruction, int slot) {
    String plain = disassembler.text(instruction);
    return program
        .referenceAt(slot)
        .map(reference -> named(plain, instruction, reference))
        .orElse(plain);
  }

  private static String named(String plain, Instruction instruction, SymbolReference reference) {
    return switch (instruction) {
      case Instruction.LoadImmediate64 load -> {
        String name = reference.kind().label() + "[" + reference.name() + "]";
        boolean offset = reference.kind() == SymbolReference.Kind.MAP && reference.offset() != 0;
        yield "r" + load.dst().number() + " = " + name + (offset ? "+" + reference.offset() : "");
      }
      case Instruction.CallKfunc _ -> "call " + reference.name();
      case Instruction _ -> plain;
    };
  }
}
