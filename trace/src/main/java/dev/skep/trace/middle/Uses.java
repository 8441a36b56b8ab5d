package dev.skep.trace.middle;

import dev.skep.trace.middle.Value.Temp;

/** Which temporaries a step reads and writes. */
public final class Uses {
  private Uses() {}

  /** Takes a temporary. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes a temporary. */
    void visit(Temp temp);
  }

  /** Visits the temporaries that a step reads. */
  public static void reads(Step step, Visitor visitor) {
    switch (step) {
      case Step.Set set -> value(set.value(), visitor);
      case Step.Operate operate -> {
        value(operate.left(), visitor);
        value(operate.right(), visitor);
      }
      case Step.Extend extend -> value(extend.value(), visitor);
      case Step.Load load -> address(load.from(), visitor);
      case Step.Store store -> {
        address(store.to(), visitor);
        value(store.value(), visitor);
      }
      case Step.Atomic atomic -> {
        address(atomic.at(), visitor);
        value(atomic.value(), visitor);
      }
      case Step.ReadComm comm -> address(comm.to(), visitor);
      case Step.ReadText text -> {
        address(text.to(), visitor);
        value(text.from(), visitor);
      }
      case Step.Submit submit -> visitor.visit(submit.room());
      case Step.Branch branch -> {
        value(branch.left(), visitor);
        value(branch.right(), visitor);
      }
      case Step.ContextAddress _,
          Step.Ask _,
          Step.Lookup _,
          Step.Update _,
          Step.Delete _,
          Step.Reserve _,
          Step.Label _,
          Step.Jump _,
          Step.Return _ -> {}
    }
  }

  /** Visits the temporary that a step writes, if it writes one. */
  public static void writes(Step step, Visitor visitor) {
    switch (step) {
      case Step.Set set -> visitor.visit(set.target());
      case Step.Operate operate -> visitor.visit(operate.target());
      case Step.Extend extend -> visitor.visit(extend.target());
      case Step.Load load -> visitor.visit(load.target());
      case Step.Atomic atomic -> visitor.visit(atomic.old());
      case Step.ContextAddress context -> visitor.visit(context.target());
      case Step.Ask ask -> visitor.visit(ask.target());
      case Step.Lookup lookup -> visitor.visit(lookup.target());
      case Step.Update update -> visitor.visit(update.result());
      case Step.Reserve reserve -> visitor.visit(reserve.target());
      case Step.Store _,
          Step.ReadComm _,
          Step.ReadText _,
          Step.Delete _,
          Step.Submit _,
          Step.Label _,
          Step.Jump _,
          Step.Branch _,
          Step.Return _ -> {}
    }
  }

  /** Whether a step calls the engine, which spoils all registers but those that survive calls. */
  public static boolean calls(Step step) {
    return switch (step) {
      case Step.Ask _,
          Step.ReadComm _,
          Step.ReadText _,
          Step.Lookup _,
          Step.Update _,
          Step.Delete _,
          Step.Reserve _,
          Step.Submit _ ->
          true;
      case Step.Set _,
          Step.Operate _,
          Step.Extend _,
          Step.Load _,
          Step.Store _,
          Step.Atomic _,
          Step.ContextAddress _,
          Step.Label _,
          Step.Jump _,
          Step.Branch _,
          Step.Return _ ->
          false;
    };
  }

  /** Whether a step needs the event's record. */
  public static boolean needsContext(Step step) {
    return step instanceof Step.ContextAddress
        || (step instanceof Step.Load load && load.from().base() instanceof Address.Base.Context);
  }

  private static void value(Value value, Visitor visitor) {
    if (value instanceof Temp temp) {
      visitor.visit(temp);
    }
  }

  private static void address(Address address, Visitor visitor) {
    if (address.base() instanceof Address.Base.Pointer(Temp temp)) {
      visitor.visit(temp);
    }
  }
}
