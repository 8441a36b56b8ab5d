package dev.skep.abi;

/** What a call of a helper does or asks for, beyond its arguments and its result. */
public enum HelperTrait {
  /** Only programs under a GPL-compatible licence may call it ({@code gpl_only}). */
  GPL_ONLY,
  /** Only where the program may sleep ({@code might_sleep}). */
  MAY_SLEEP,
  /** Packet memory may be passed as memory ({@code pkt_access}). */
  ACCESSES_PACKET,
  /** Packet pointers taken before the call are invalid after it. */
  CHANGES_PACKET,
  /** The result holds a reference that must be released. */
  ACQUIRES_REFERENCE,
  /** The callback runs later, not during the call. */
  ASYNCHRONOUS_CALLBACK,
  /** Clobbers only R0 when the JIT inlines it ({@code allow_fastcall}). */
  FAST_CALL
}
