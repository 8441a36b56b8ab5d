package dev.skep.isa.classic;

/** Why Linux refuses a classic program with EINVAL. */
public sealed interface ClassicFault {

  /** There is no instruction. */
  record Empty() implements ClassicFault {}

  /** More than 4,096 instructions. */
  record TooLong(int instructions) implements ClassicFault {}

  /** A division or remainder by the constant 0. */
  record DivisionByZero(int index) implements ClassicFault {}

  /** A shift by a constant above 31; {@code bits} is unsigned. */
  record ShiftTooFar(int index, int bits) implements ClassicFault {}

  /** A scratch cell above 15; {@code cell} is unsigned. */
  record NoSuchCell(int index, int cell) implements ClassicFault {}

  /** A scratch cell that some path reads before it is written. */
  record CellReadBeforeWrite(int index, int cell) implements ClassicFault {}

  /** A jump past the last instruction. */
  record JumpPastEnd(int index, long target) implements ClassicFault {}

  /** An absolute load at an offset of the ancillary area that Linux gives no meaning. */
  record UnknownAncillary(int index, int offset) implements ClassicFault {}

  /** The last instruction returns nothing. */
  record NoReturnAtEnd() implements ClassicFault {}

  /** The fault in one line. */
  default String message() {
    return switch (this) {
      case Empty() -> "the program is empty";
      case TooLong(int instructions) ->
          "the program has instructions=" + instructions + ", at most 4096";
      case DivisionByZero(int index) -> at(index) + "division by the constant 0";
      case ShiftTooFar(int index, int bits) ->
          at(index) + "shift by bits=" + Integer.toUnsignedString(bits) + ", at most 31";
      case NoSuchCell(int index, int cell) ->
          at(index) + "scratch cell=" + Integer.toUnsignedString(cell) + ", they are 0 to 15";
      case CellReadBeforeWrite(int index, int cell) ->
          at(index) + "scratch cell=" + cell + " is not written on every path to here";
      case JumpPastEnd(int index, long target) ->
          at(index) + "jump to instruction=" + target + ", past the last";
      case UnknownAncillary(int index, int offset) ->
          at(index) + "load at offset=" + offset + ", an ancillary that Linux does not know";
      case NoReturnAtEnd() -> "the last instruction is no ret";
    };
  }

  private static String at(int index) {
    return "(%03d) ".formatted(index);
  }
}
