package dev.skep.vm.jit;

import dev.skep.vm.run.Executable;
import dev.skep.vm.run.FunctionAddress;
import dev.skep.vm.run.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where control flows in a program: its functions, and its segments, which are runs of instructions
 * that begin only at their first and end only at their last.
 */
final class Shape {
  private static final int[] NOWHERE = {};

  /** How much code functions may share, as a multiple of the program: verified ones share none. */
  private static final int SHARING_LIMIT = 4;

  final long[] words;
  private final BitSet starts = new BitSet();
  private final Map<Integer, Function> functions = new TreeMap<>();
  private int bodies;

  private Shape(long[] words) {
    this.words = words;
  }

  /** The shape of a program; null when its functions share so much that copies would not end. */
  static @Nullable Shape of(Executable program) {
    Shape shape = new Shape(program.words());
    shape.findStarts();
    for (int entry : shape.entries(program)) {
      Function function = shape.function(entry);
      shape.bodies += function.body().length;
      if (shape.bodies > SHARING_LIMIT * shape.words.length + 64) {
        return null;
      }
      shape.functions.put(entry, function);
    }
    return shape;
  }

  /** All functions by their entry, ascending. */
  Map<Integer, Function> functions() {
    return functions;
  }

  /** How many instructions all functions have together. */
  int bodies() {
    return bodies;
  }

  /** Whether a segment starts at an index. */
  boolean startsSegment(int index) {
    return starts.get(index);
  }

  /** The index behind the last instruction of the segment that an instruction is in. */
  int segmentEnd(int index) {
    int next = starts.nextSetBit(index + 1);
    return next < 0 ? words.length : next;
  }

  /** Where control can go from an instruction, calls left out. */
  int[] successors(int index) {
    long word = words[index];
    int operation = Op.operation(word);
    if (isBranch(operation)) {
      return new int[] {index + 1, index + 1 + Op.offset(word)};
    }
    return switch (operation) {
      case Op.JA -> new int[] {index + 1 + Op.immediate(word)};
      case Op.EXIT, Op.FELL_OFF -> NOWHERE;
      default -> new int[] {index + 1};
    };
  }

  /** Whether an operation goes on behind it or jumps. */
  static boolean isBranch(int operation) {
    return (operation >= Op.JEQ32_REG && operation <= Op.JSLE64_IMM) || operation == Op.MAY_GOTO;
  }

  /** Whether what follows an operation starts a segment: the operation may end or move the run. */
  private static boolean endsSegment(int operation) {
    return isBranch(operation) || operation >= Op.PACKET_ABSOLUTE;
  }

  private void findStarts() {
    starts.set(0);
    for (int index = 0; index < words.length; index++) {
      int operation = Op.operation(words[index]);
      if (endsSegment(operation)) {
        starts.set(index + 1);
      }
      if (isBranch(operation) || operation == Op.JA) {
        for (int successor : successors(index)) {
          starts.set(successor);
        }
      }
      if (operation == Op.CALL_LOCAL) {
        starts.set(Op.immediate(words[index]));
      }
    }
    starts.set(words.length - 1);
  }

  private int[] entries(Executable program) {
    BitSet entries = new BitSet();
    entries.set(0);
    for (long word : words) {
      if (Op.operation(word) == Op.CALL_LOCAL) {
        entries.set(Op.immediate(word));
      }
    }
    for (long constant : program.constants()) {
      int index = FunctionAddress.index(constant);
      if (FunctionAddress.isOne(constant) && index >= 0 && index < words.length) {
        entries.set(index);
        starts.set(index);
      }
    }
    return entries.stream().toArray();
  }

  private Function function(int entry) {
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(entry));
    while (!open.isEmpty()) {
      int index = open.removeLast();
      while (!reached.get(index)) {
        reached.set(index);
        int[] next = successors(index);
        if (next.length == 0) {
          break;
        }
        for (int i = 1; i < next.length; i++) {
          open.add(next[i]);
        }
        index = next[0];
      }
    }
    return new Function(entry, reached.stream().toArray());
  }
}
