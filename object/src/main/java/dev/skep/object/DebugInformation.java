package dev.skep.object;

import dev.skep.btf.BtfExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** What {@code .BTF.ext} says of one section, for look-ups by offset. */
final class DebugInformation {
  /** Of a section of which nothing is said. */
  static final DebugInformation NONE =
      new DebugInformation(new BtfExtension.SectionInfo("", List.of(), List.of(), List.of()));

  private final List<BtfExtension.FunctionInfo> functions;
  private final List<BtfExtension.LineInfo> lines;

  DebugInformation(BtfExtension.SectionInfo information) {
    this.functions = sorted(information.functions(), BtfExtension.FunctionInfo::instructionOffset);
    this.lines = sorted(information.lines(), BtfExtension.LineInfo::instructionOffset);
  }

  private static <T> List<T> sorted(List<T> records, ToLongFunction<T> offset) {
    List<T> copy = new ArrayList<>(records);
    copy.sort(Comparator.comparingLong(offset));
    return copy;
  }

  /** The {@code FUNC} of the function that starts at an offset; 0 when none is known. */
  int functionType(long offset) {
    int at = lowerBound(functions, BtfExtension.FunctionInfo::instructionOffset, offset);
    boolean found = at < functions.size() && functions.get(at).instructionOffset() == offset;
    return found ? functions.get(at).typeId() : 0;
  }

  /** The lines of the instructions from one offset to before another. */
  List<BtfExtension.LineInfo> lines(long start, long end) {
    int from = lowerBound(lines, BtfExtension.LineInfo::instructionOffset, start);
    int to = lowerBound(lines, BtfExtension.LineInfo::instructionOffset, end);
    return lines.subList(from, to);
  }

  private static <T> int lowerBound(List<T> records, ToLongFunction<T> offset, long wanted) {
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offset.applyAsLong(records.get(middle)) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
