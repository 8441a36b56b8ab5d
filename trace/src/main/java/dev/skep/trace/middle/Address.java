package dev.skep.trace.middle;

/**
 * A place in memory.
 *
 * @param base what the offset counts from
 * @param offset in bytes
 */
public record Address(Base base, int offset) {
  private static final Base FRAME = new Base.Frame();
  private static final Base CONTEXT = new Base.Context();

  /** What an offset counts from. */
  public sealed interface Base {
    /** The routine's own memory; offset 0 is its lowest byte, and it is aligned to 8. */
    record Frame() implements Base {}

    /** The event's record. */
    record Context() implements Base {}

    /** What a temporary points to. */
    record Pointer(Value.Temp temp) implements Base {}
  }

  /** A place in the frame. */
  public static Address frame(int offset) {
    return new Address(FRAME, offset);
  }

  /** A place in the event's record. */
  public static Address context(int offset) {
    return new Address(CONTEXT, offset);
  }

  /** A place behind a pointer. */
  public static Address behind(Value.Temp pointer, int offset) {
    return new Address(new Base.Pointer(pointer), offset);
  }

  /** The place so many bytes further on. */
  public Address plus(int bytes) {
    return new Address(base, offset + bytes);
  }

  @Override
  public String toString() {
    String name =
        switch (base) {
          case Base.Frame() -> "frame";
          case Base.Context() -> "context";
          case Base.Pointer(Value.Temp temp) -> temp.toString();
        };
    return "[" + name + "+" + offset + "]";
  }
}
