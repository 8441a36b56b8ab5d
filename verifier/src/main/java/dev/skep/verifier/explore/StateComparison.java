package dev.skep.verifier.explore;

import dev.skep.verifier.flow.LiveRegisters;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Uninitialised;
import dev.skep.verifier.state.Value;
import java.util.List;

/**
 * Whether all that can happen from one state was seen from an older one at the same instruction:
 * the older state allows everything that the newer one does.
 */
final class StateComparison {
  private final LiveRegisters live;
  private final boolean privileged;
  private final boolean everythingPrecise;
  private final IdMap ids = new IdMap();
  private Exactness exactness = Exactness.EQUAL;

  StateComparison(LiveRegisters live, boolean privileged, boolean everythingPrecise) {
    this.live = live;
    this.privileged = privileged;
    this.everythingPrecise = everythingPrecise;
  }

  /** Whether the old state covers the current one, which is before the instruction at an index. */
  boolean covers(State old, State current, int index, Exactness how) {
    if (old.depth() != current.depth() || old.sleepable != current.sleepable) {
      return false;
    }
    exactness = how;
    ids.clear();
    if (!sameHeld(old, current)) {
      return false;
    }
    for (int i = 0; i <= old.depth(); i++) {
      Frame a = old.frame(i);
      Frame b = current.frame(i);
      int at = i == old.depth() ? index : old.frame(i + 1).callSite();
      if (a.callSite() != b.callSite() || a.subprogram() != b.subprogram()) {
        return false;
      }
      if (!sameFrame(a, b, at)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameHeld(State old, State current) {
    List<Held> a = old.held();
    List<Held> b = current.held();
    if (a.size() != b.size()
        || old.rcuSections != current.rcuSections
        || old.preemptionDisabled != current.preemptionDisabled
        || !ids.matches(old.interruptsDisabled, current.interruptsDisabled)) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      boolean same =
          a.get(i).kind() == b.get(i).kind()
              && a.get(i).map().equals(b.get(i).map())
              && ids.matches(a.get(i).id(), b.get(i).id());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private boolean sameFrame(Frame old, Frame current, int index) {
    if (old.loopDepth() > current.loopDepth()
        || (old.callback() == null) != (current.callback() == null)) {
      return false;
    }
    int registers = exactness == Exactness.EQUAL ? 0b1111111111 : live.before(index);
    for (int register = 0; register < 10; register++) {
      boolean compared = (registers & 1 << register) != 0;
      if (compared
          && !same(old.register(register), old.isPrecise(register), current.register(register))) {
        return false;
      }
    }
    return new StackComparison(this, old, current, exactness, privileged).same();
  }

  /** Whether a value covers another. */
  boolean same(Value old, boolean precise, Value current) {
    if (exactness == Exactness.EQUAL) {
      return equal(old, current);
    }
    if (old instanceof Uninitialised) {
      return true;
    }
    if (old instanceof Scalar a) {
      return current instanceof Scalar b && sameNumber(a, precise, b);
    }
    return old instanceof Pointer a && current instanceof Pointer b && samePointer(a, b);
  }

  private boolean equal(Value old, Value current) {
    if (old instanceof Scalar a && current instanceof Scalar b) {
      return a.range().equals(b.range()) && ids.matches(a.id(), b.id()) && a.delta() == b.delta();
    }
    if (old instanceof Pointer a && current instanceof Pointer b) {
      return exactPointer(a, b);
    }
    return old.equals(current);
  }

  private boolean sameNumber(Scalar old, boolean precise, Scalar current) {
    if (exactness == Exactness.WHERE_PRECISE && !precise && privileged && !everythingPrecise) {
      return true;
    }
    if (old.shifted() != current.shifted() || old.delta() != current.delta()) {
      return false;
    }
    return old.range().includes(current.range()) && ids.matchesNumbers(old.id(), current.id());
  }

  private boolean samePointer(Pointer old, Pointer current) {
    if (old.kind() != current.kind() || old.flags() != current.flags()) {
      return false;
    }
    return switch (old.kind()) {
      case MAP_VALUE, MAP_KEY, MEMORY, BUFFER, TP_BUFFER ->
          old.offset() == current.offset()
              && sameTarget(old.target(), current.target())
              && withinVariable(old, current)
              && ids.matches(old.id(), current.id())
              && ids.matches(old.reference(), current.reference());
      case PACKET, PACKET_META ->
          ((Target.InPacket) old.target()).proven() <= ((Target.InPacket) current.target()).proven()
              && old.offset() == current.offset()
              && ids.matches(old.id(), current.id())
              && withinVariable(old, current);
      case ARENA -> true;
      default -> exactPointer(old, current);
    };
  }

  /** Slices of dynptrs are told apart by ids that may be renamed. */
  private boolean sameTarget(Target old, Target current) {
    if (old instanceof Target.Sized(int a, int first)
        && current instanceof Target.Sized(int b, int second)) {
      return a == b && ids.matches(first, second);
    }
    if (old instanceof Target.InMap(var a, int first)
        && current instanceof Target.InMap(var b, int second)) {
      return a.equals(b) && ids.matches(first, second);
    }
    return old.equals(current);
  }

  private static boolean withinVariable(Pointer old, Pointer current) {
    return old.variable().includes(current.variable());
  }

  private boolean exactPointer(Pointer old, Pointer current) {
    return old.kind() == current.kind()
        && old.flags() == current.flags()
        && old.offset() == current.offset()
        && old.variable().equals(current.variable())
        && sameTarget(old.target(), current.target())
        && ids.matches(old.id(), current.id())
        && ids.matches(old.reference(), current.reference());
  }

  boolean sameIds(int old, int current) {
    return ids.matches(old, current);
  }

  static boolean isStack(Pointer pointer) {
    return pointer.kind() == PointerKind.STACK;
  }
}
