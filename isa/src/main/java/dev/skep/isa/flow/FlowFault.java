package dev.skep.isa.flow;

/**
 * A place where control would leave the program or its subprogram; the graph has no edge there.
 *
 * @param index the instruction after which it happens
 * @param kind how
 * @param targetSlot the slot it would go to, which may be outside the program
 */
public record FlowFault(int index, Kind kind, long targetSlot) {

  /** How control goes astray. */
  public enum Kind {
    /** A jump outside the program or into the second slot of a 64-bit immediate load. */
    JUMP_TO_NOWHERE,
    /** A jump into another subprogram. */
    JUMP_TO_OTHER_SUBPROGRAM,
    /** A call or callback whose target is outside or in a second slot. */
    CALL_TO_NOWHERE,
    /** The last instruction of a subprogram neither exits nor jumps. */
    FALLS_OFF_END
  }
}
