package dev.skep.verifier.rules;

import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;
import java.util.function.UnaryOperator;

/** Changes every value of a state that something happened to. */
record Invalidation(State state) {

  /** Replaces every register and spilled register of every frame. */
  void each(UnaryOperator<Value> change) {
    for (int i = 0; i <= state.depth(); i++) {
      Frame frame = state.frame(i);
      for (int register = 0; register < 10; register++) {
        Value old = frame.register(register);
        Value changed = change.apply(old);
        if (!changed.equals(old)) {
          frame.register(register, changed);
        }
      }
      for (int slot = 0; slot < frame.slots(); slot++) {
        if (frame.slot(slot).isSpill()) {
          Value old = frame.slot(slot).spilled();
          Value changed = change.apply(old);
          if (!changed.equals(old)) {
            frame.slot(slot, frame.slot(slot).withSpilled(changed));
          }
        }
      }
    }
  }

  /** Packets have moved: pointers into them are numbers now. */
  void packetPointers() {
    each(value -> value instanceof Pointer pointer && isPacket(pointer) ? invalid() : value);
  }

  private static boolean isPacket(Pointer pointer) {
    return switch (pointer.kind()) {
      case PACKET, PACKET_META, PACKET_END -> true;
      default -> false;
    };
  }

  /** A reference was given up: its pointers are numbers now. */
  void reference(int reference) {
    each(value ->
        value instanceof Pointer pointer && pointer.reference() == reference ? invalid() : value);
  }

  private static Value invalid() {
    return Value.unknown();
  }
}
