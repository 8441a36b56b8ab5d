package dev.skep.vm.jit;

import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which registers matter where: what functions need at their start, and what their callers read of
 * what they leave in R1 to R5. A verified program leaves nothing there; one that is not may.
 *
 * <p>Sets of registers are bits. Calls make the functions depend on each other, so that all are
 * solved together, segment by segment, until nothing changes.
 */
final class Liveness {
  private static final int CLOBBERED = 0b11_1110;
  private static final int ALL = 0b11_1111_1111;

  private final Shape shape;
  private final Executable program;
  private final boolean callsRegisters;

  /** What is live before each segment, by the index of its first instruction. */
  private final int[] liveAt;

  private final Map<Integer, List<Integer>> callers = new HashMap<>();
  private final Map<Integer, List<Integer>> exits = new HashMap<>();
  private final Map<Integer, List<Function>> owners = new HashMap<>();
  private final Map<Integer, Integer> leaves = new HashMap<>();
  private final List<List<Integer>> predecessors;
  private final ArrayDeque<Integer> open = new ArrayDeque<>();
  private final boolean[] queued;

  private Liveness(Executable program, Shape shape) {
    this.shape = shape;
    this.program = program;
    this.liveAt = new int[shape.words.length];
    this.queued = new boolean[shape.words.length];
    this.predecessors = new ArrayList<>(Collections.nCopies(shape.words.length, List.of()));
    this.callsRegisters =
        Arrays.stream(shape.words).anyMatch(word -> Op.operation(word) == Op.CALL_REGISTER);
  }

  static Liveness of(Executable program, Shape shape) {
    Liveness liveness = new Liveness(program, shape);
    liveness.connect();
    liveness.solve();
    return liveness;
  }

  /** What a function reads before it writes it. */
  int needs(Function function) {
    return liveAt[function.entry()] & ALL;
  }

  /** What the callers of a function read of its R1 to R5 when it has returned. */
  int leaves(Function function) {
    return leaves.getOrDefault(function.entry(), 0);
  }

  /** What is live where a segment starts. */
  int liveAt(int index) {
    return liveAt[index];
  }

  /** What is live behind a call. */
  int liveAfter(int index) {
    return liveAt[index + 1];
  }

  private void connect() {
    for (Function function : shape.functions().values()) {
      leaves.put(function.entry(), callsRegisters ? CLOBBERED : 0);
      for (int index : function.body()) {
        connect(function, index);
      }
    }
  }

  private void connect(Function function, int index) {
    if (shape.startsSegment(index)) {
      add(index);
    }
    int last = shape.segmentEnd(index) - 1;
    if (index != last) {
      return;
    }
    for (int successor : shape.successors(index)) {
      if (predecessors.get(successor).isEmpty()) {
        predecessors.set(successor, new ArrayList<>());
      }
      predecessors.get(successor).add(index);
    }
    long word = shape.words[index];
    switch (Op.operation(word)) {
      case Op.CALL_LOCAL ->
          callers.computeIfAbsent(Op.immediate(word), entry -> new ArrayList<>()).add(index);
      case Op.EXIT, Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT -> {
        exits.computeIfAbsent(function.entry(), entry -> new ArrayList<>()).add(index);
        owners.computeIfAbsent(index, each -> new ArrayList<>()).add(function);
      }
      default -> {}
    }
  }

  /** Queues the segment that an instruction is in. */
  private void add(int index) {
    if (!queued[index]) {
      queued[index] = true;
      open.add(index);
    }
  }

  private void solve() {
    while (!open.isEmpty()) {
      int start = open.removeLast();
      queued[start] = false;
      int live = 0;
      for (int index = shape.segmentEnd(start) - 1; index >= start; index--) {
        live = before(index, index == shape.segmentEnd(start) - 1 ? behind(index) : live);
      }
      if (live != liveAt[start]) {
        liveAt[start] = live;
        predecessors.get(start).forEach(this::addSegmentOf);
        callers.getOrDefault(start, List.of()).forEach(this::addSegmentOf);
      }
    }
  }

  private void addSegmentOf(int index) {
    int start = index;
    while (!shape.startsSegment(start)) {
      start--;
    }
    add(start);
  }

  private int behind(int index) {
    int live = 0;
    for (int successor : shape.successors(index)) {
      live |= liveAt[successor];
    }
    return live;
  }

  private int before(int index, int behind) {
    long word = shape.words[index];
    int operation = Op.operation(word);
    int live = (behind & ~Op.written(word)) | Op.read(word);
    return switch (operation) {
      case Op.CALL_LOCAL -> {
        demand(Op.immediate(word), behind & CLOBBERED);
        yield (live & ~CLOBBERED) | liveAt[Op.immediate(word)];
      }
      case Op.CALL_HELPER -> isTailCall(word) ? live | ALL : live;
      case Op.EXIT, Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT -> live | leftAt(index);
      default -> live;
    };
  }

  private boolean isTailCall(long word) {
    return Calls.mayTailCall(program, word);
  }

  private int leftAt(int index) {
    int left = 0;
    for (Function function : owners.getOrDefault(index, List.of())) {
      left |= leaves(function);
    }
    return left;
  }

  /** A caller reads what a function leaves: that is live at its exits. */
  private void demand(int entry, int registers) {
    int before = leaves.getOrDefault(entry, 0);
    if ((registers & ~before) != 0) {
      leaves.put(entry, before | registers);
      exits.getOrDefault(entry, List.of()).forEach(this::addSegmentOf);
    }
  }
}
