package dev.skep.isa.text;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program while it is read: instructions whose labels are resolved when all are known. */
final class Draft {

  /** Makes the instruction that goes to the slot after its first one, plus an offset. */
  interface Jump {
    Instruction by(int offset);
  }

  /**
   * Where a jump goes.
   *
   * @param label the name of the place, or {@code null} for an offset
   * @param offset slots from the next instruction, if there is no label
   * @param wide whether the instruction has 32 bits for the offset, else 16
   * @param position for errors
   */
  record Target(@Nullable String label, int offset, boolean wide, Position position) {}

  /** A place in the text. */
  record Position(int line, int column) {
    AssemblyException error(String reason) {
      return new AssemblyException(line, column, reason);
    }
  }

  private record Open(int index, int slot, Target target, Jump jump) {}

  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private final Map<String, Integer> slotOfLabel = new HashMap<>();
  private final Map<String, Integer> defaultLabels = new HashMap<>();
  private int slot;

  /** The slot of the next instruction. */
  int slot() {
    return slot;
  }

  /** The instruction that was added last; there must be one. */
  Instruction last() {
    return instructions.getLast();
  }

  void label(String name, Position position) {
    if (slotOfLabel.putIfAbsent(name, slot) != null) {
      throw position.error("the label \"" + name + "\" stands in two places");
    }
  }

  /** A label for the next slot that gives way to one in the text, and to an earlier default. */
  void defaultLabel(String name) {
    defaultLabels.putIfAbsent(name, slot);
  }

  void add(Instruction instruction) {
    instructions.add(instruction);
    slot += instruction.slots();
  }

  void add(Target target, Jump jump) {
    Instruction instruction = jump.by(target.label() == null ? offset(target) : 0);
    if (target.label() != null) {
      open.add(new Open(instructions.size(), slot, target, jump));
    }
    add(instruction);
  }

  private static int offset(Target target) {
    return checked(target, target.offset());
  }

  private static int checked(Target target, int offset) {
    if (!target.wide() && offset != (short) offset) {
      throw target
          .position()
          .error("the target is offset=" + offset + " slots away, not in -32768 to 32767");
    }
    return offset;
  }

  /** The whole program. */
  Code code() {
    defaultLabels.forEach(slotOfLabel::putIfAbsent);
    for (Open jump : open) {
      Target target = jump.target();
      Integer labelled = slotOfLabel.get(target.label());
      if (labelled == null) {
        throw target.position().error("there is no label \"" + target.label() + "\"");
      }
      int offset = checked(target, labelled - jump.slot() - 1);
      instructions.set(jump.index(), jump.jump().by(offset));
    }
    return Code.of(instructions);
  }
}
