package dev.skep.vm.jit;

import dev.skep.vm.run.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a function is split into methods that HotSpot still compiles: it refuses those of more than
 * 8,000 bytes. Registers travel between chunks in the frame's register file.
 *
 * <p>A place at which control enters a chunk has a ticket: the chunk's number in the upper half,
 * the place's number within the chunk in the lower.
 */
final class Chunks {
  /** HotSpot compiles methods of up to 8,000 bytes ({@code HugeMethodLimit}). */
  static final int METHOD_BYTES = 7_950;

  /** How many instructions a chunk has at most. */
  static final int INSTRUCTIONS = 400;

  /** What the instructions of a method may take at most, in bytes of bytecode. */
  private static final int BYTES = 6500;

  /** What a chunk returns when the function has exited. */
  static final int EXITED = -1;

  private final List<int[]> bodies = new ArrayList<>();
  private final Map<Integer, Integer> tickets = new TreeMap<>();
  private final List<List<Integer>> entries = new ArrayList<>();

  private Chunks() {}

  /** Whether a function is certainly small enough for one method. */
  static boolean surelyFit(Compilation compilation, Function function) {
    int bytes = 0;
    for (int index : function.body()) {
      bytes += bytes(compilation, index);
    }
    return bytes <= BYTES;
  }

  /** The chunks of a function. */
  static Chunks of(Compilation compilation, Function function) {
    Chunks chunks = new Chunks();
    chunks.split(compilation, function.body());
    chunks.enter(function.entry());
    Shape shape = compilation.shape();
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      for (int index : chunks.bodies.get(chunk)) {
        for (int successor : shape.successors(index)) {
          if (chunks.chunkOf(successor) != chunk) {
            chunks.enter(successor);
          }
        }
      }
    }
    return chunks;
  }

  private void split(Compilation compilation, int[] body) {
    int start = 0;
    int bytes = 0;
    for (int i = 0; i < body.length; i++) {
      int next = bytes(compilation, body[i]);
      if (bytes + next > BYTES || i - start == INSTRUCTIONS) {
        add(Arrays.copyOfRange(body, start, i));
        start = i;
        bytes = 0;
      }
      bytes += next;
    }
    add(Arrays.copyOfRange(body, start, body.length));
  }

  private void add(int[] body) {
    bodies.add(body);
    entries.add(new ArrayList<>());
  }

  private void enter(int index) {
    int chunk = chunkOf(index);
    List<Integer> places = entries.get(chunk);
    if (tickets.putIfAbsent(index, (chunk << 16) | places.size()) == null) {
      places.add(index);
    }
  }

  private int chunkOf(int index) {
    int low = 0;
    int high = bodies.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (bodies.get(middle)[0] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  int count() {
    return bodies.size();
  }

  /** The instructions of a chunk. */
  int[] body(int chunk) {
    return bodies.get(chunk);
  }

  /** The places at which control enters a chunk, by their numbers. */
  List<Integer> entries(int chunk) {
    return entries.get(chunk);
  }

  /** The ticket of a place. */
  int ticket(int index) {
    return java.util.Objects.requireNonNull(tickets.get(index));
  }

  /** About what an instruction takes, rather too much. */
  private static int bytes(Compilation compilation, int index) {
    boolean counted = compilation.counts() && compilation.shape().startsSegment(index);
    return (counted ? 32 : 0) + bytes(compilation.word(index));
  }

  private static int bytes(long word) {
    int operation = Op.operation(word);
    if (operation <= Op.CONSTANT) {
      return 18;
    }
    return switch (operation) {
      case Op.CALL_HELPER -> 160;
      case Op.CALL_LOCAL, Op.CALL_REGISTER -> 260;
      case Op.EXIT, Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT -> 100;
      case Op.JA, Op.MAY_GOTO -> 20;
      default -> 64;
    };
  }
}
