package dev.skep.vm.jit;

import dev.skep.isa.AluOperation;
import dev.skep.vm.jit.Known.MapHandle;
import dev.skep.vm.jit.Known.Pointer;
import dev.skep.vm.jit.Known.Space;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Op;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the registers of a function hold, as far as the code itself tells, and which words of its
 * frame no address leads to but those in the function's own loads and stores.
 *
 * <p>For programs that a verifier accepts: what it infers of others may be wrong.
 */
final class Inference implements Facts, Values.Loss {
  private static final long ALL = -1;

  private final Executable program;
  private final Shape shape;
  private final Liveness liveness;
  private final Function function;
  private final Map<Long, VmMap> maps = new HashMap<>();
  private final List<VmMap> allMaps;
  private final PacketFields packet;
  private final Map<Integer, Values> at = new HashMap<>();
  private final ArrayDeque<Integer> open = new ArrayDeque<>();
  private final Map<Integer, Pointer> bases = new HashMap<>();
  private final Map<Integer, Lookup> lookups = new HashMap<>();

  /** The words of the frame that something else may reach, a bit for each. */
  private long escaped;

  private long touched;

  /** The touched words of which some access is not of an aligned half. */
  private long whole;

  private Inference(
      Executable program, Shape shape, Liveness liveness, Function function, List<VmMap> maps) {
    this.program = program;
    this.shape = shape;
    this.liveness = liveness;
    this.function = function;
    this.allMaps = maps;
    this.packet = PacketFields.of(program.spec().type());
    maps.forEach(map -> this.maps.put(map.handle(), map));
  }

  /** Infers what it can of a function. */
  static Inference of(
      Executable program, Shape shape, Liveness liveness, Function function, List<VmMap> maps) {
    Inference inference = new Inference(program, shape, liveness, function, maps);
    long before;
    do {
      before = inference.escaped;
      inference.solve();
    } while (inference.escaped != before);
    return inference;
  }

  @Override
  public @Nullable Pointer base(int index) {
    return bases.get(index);
  }

  /** The look-up that a helper call makes, where it can be made without the helper. */
  @Nullable Lookup lookup(int index) {
    return lookups.get(index);
  }

  /** The words of the frame that can be variables. */
  long ownWords() {
    return touched & ~escaped;
  }

  /** Those of them that are accessed by halves only. */
  long ownHalves() {
    return ownWords() & ~whole;
  }

  @Override
  public void stackAddressLost() {
    escaped = ALL;
  }

  private void solve() {
    at.clear();
    bases.clear();
    lookups.clear();
    Values start = new Values();
    if (function.entry() == 0) {
      start.register(1, new Pointer(Space.CONTEXT, null, true, 0));
    }
    at.put(function.entry(), start);
    open.add(function.entry());
    while (!open.isEmpty()) {
      run(open.removeLast());
    }
  }

  private void run(int start) {
    Values values = new Values(Objects.requireNonNull(at.get(start)));
    int end = shape.segmentEnd(start);
    for (int index = start; index < end; index++) {
      step(index, shape.words[index], values);
    }
    for (int successor : shape.successors(end - 1)) {
      reach(successor, values);
    }
  }

  private void reach(int index, Values values) {
    Values arriving = new Values(values);
    arriving.keep(liveness.liveAt(index));
    Values known = at.get(index);
    if (known == null) {
      at.put(index, arriving);
      open.add(index);
    } else if (known.join(arriving, this)) {
      open.add(index);
    }
  }

  private void step(int index, long word, Values values) {
    int operation = Op.operation(word);
    if (operation <= Op.SMOD64_IMM) {
      arithmetic(operation, word, values);
      return;
    }
    switch (operation) {
      case Op.MOV64_REG -> values.register(Op.dst(word), values.register(Op.src(word)));
      case Op.CONSTANT -> values.register(Op.dst(word), constant(Op.immediate(word)));
      case Op.LDXB, Op.LDXH, Op.LDXW, Op.LDXDW, Op.LDSB, Op.LDSH, Op.LDSW ->
          load(index, word, operation, values);
      case Op.STXB, Op.STXH, Op.STXW, Op.STXDW, Op.STB, Op.STH, Op.STW, Op.STDW ->
          store(index, word, operation, values);
      case Op.ATOMIC32, Op.ATOMIC64, Op.LOAD_ACQUIRE, Op.STORE_RELEASE ->
          ordered(index, word, operation, values);
      case Op.CALL_HELPER -> helper(index, word, values);
      case Op.CALL_LOCAL, Op.CALL_REGISTER -> call(values);
      default -> forget(word, values);
    }
  }

  /** What an operation writes is not known; an address that it reads may be in it. */
  private void forget(long word, Values values) {
    int written = Op.written(word);
    if (written != 0) {
      Registers.forEach(Op.read(word), register -> lose(values.register(register)));
      Registers.forEach(written, register -> values.register(register, null));
    }
  }

  private void lose(@Nullable Known known) {
    if (Known.isStack(known)) {
      escaped = ALL;
    }
  }

  private @Nullable Known constant(int at) {
    long value = program.constants()[at];
    VmMap map = maps.get(value);
    if (map != null) {
      return new MapHandle(map);
    }
    for (VmMap each : allMaps) {
      Region region = each.programRegion();
      if (region != null && value >= region.base() && value < region.base() + region.size()) {
        return new Pointer(Space.VALUES, each, true, value - region.base());
      }
    }
    return null;
  }

  private void arithmetic(int operation, long word, Values values) {
    int dst = Op.dst(word);
    boolean wide = (operation & 2) != 0;
    boolean immediate = (operation & 1) != 0;
    boolean adds = operation >>> 2 == AluOperation.ADD.ordinal();
    boolean subtracts = operation >>> 2 == AluOperation.SUB.ordinal();
    Known src = immediate ? null : values.register(Op.src(word));
    if (!wide || !(adds || subtracts)) {
      forget(word, values);
    } else if (values.register(dst) instanceof Pointer pointer) {
      values.register(dst, moved(pointer, src, word, immediate, subtracts));
    } else {
      values.register(dst, adds && src instanceof Pointer pointer ? wandering(pointer) : null);
    }
  }

  private @Nullable Known moved(
      Pointer pointer, @Nullable Known src, long word, boolean immediate, boolean subtracts) {
    if (immediate) {
      return pointer.plus(subtracts ? -(long) Op.immediate(word) : Op.immediate(word));
    }
    return src instanceof Pointer ? null : wandering(pointer);
  }

  private Pointer wandering(Pointer pointer) {
    lose(pointer);
    return pointer.anywhere();
  }

  private void load(int index, long word, int operation, Values values) {
    Pointer pointer = believe(index, values.register(Op.src(word)));
    Known loaded = null;
    if (pointer != null && pointer.isStack()) {
      loaded = fromStack(pointer.offset() + Op.offset(word), Operations.bytes(operation), values);
    } else if (pointer != null && operation == Op.LDXW && isPacketField(pointer, word)) {
      loaded = new Pointer(Space.PACKET, null, false, 0);
    }
    values.register(Op.dst(word), loaded);
  }

  private boolean isPacketField(Pointer pointer, long word) {
    return pointer.space() == Space.CONTEXT
        && pointer.fixed()
        && packet.holds(pointer.offset() + Op.offset(word));
  }

  private @Nullable Known fromStack(long offset, int bytes, Values values) {
    touch(offset, bytes);
    boolean whole = bytes == 8 && (offset & 7) == 0 && Values.word(offset) >= 0;
    return whole && !isEscaped(offset) ? values.word(Values.word(offset)) : null;
  }

  private boolean isEscaped(long offset) {
    return ((escaped >>> Values.word(offset)) & 1) != 0;
  }

  private @Nullable Pointer believe(int index, @Nullable Known base) {
    if (base instanceof Pointer pointer) {
      bases.put(index, pointer);
      return pointer;
    }
    bases.remove(index);
    return null;
  }

  private void store(int index, long word, int operation, Values values) {
    Pointer pointer = believe(index, values.register(Op.dst(word)));
    Known stored = operation >= Op.STB ? null : values.register(Op.src(word));
    if (pointer == null || !pointer.isStack()) {
      lose(stored);
      return;
    }
    long offset = pointer.offset() + Op.offset(word);
    int bytes = Operations.bytes(operation);
    touch(offset, bytes);
    int wordAt = Values.word(offset);
    if (wordAt >= 0 && bytes == 8 && (offset & 7) == 0) {
      values.word(wordAt, stored);
      return;
    }
    lose(stored);
    for (long each = offset; each < offset + bytes; each++) {
      if (Values.word(each) >= 0) {
        values.word(Values.word(each), null);
      }
    }
  }

  /** Notes an access of the frame; one that is not within a word needs the memory itself. */
  private void touch(long offset, int bytes) {
    int first = Values.word(offset);
    int last = Values.word(offset + bytes - 1);
    if (first == last && first >= 0) {
      touched |= 1L << first;
      if (bytes != 4 || (offset & 3) != 0) {
        whole |= 1L << first;
      }
    } else {
      escape(offset, bytes);
    }
  }

  private void escape(long offset, long bytes) {
    for (long at = offset & -8; at < Math.min(0, offset + bytes); at += 8) {
      if (Values.word(at) >= 0) {
        escaped |= 1L << Values.word(at);
      }
    }
  }

  private void ordered(int index, long word, int operation, Values values) {
    boolean loads = operation == Op.LOAD_ACQUIRE;
    Pointer pointer = believe(index, values.register(loads ? Op.src(word) : Op.dst(word)));
    if (pointer != null && pointer.isStack()) {
      escape(pointer.offset() + Op.offset(word), 8);
    }
    if (!loads) {
      lose(values.register(Op.src(word)));
    }
    Registers.forEach(Op.written(word), register -> values.register(register, null));
  }

  private void call(Values values) {
    for (int register = 1; register <= 5; register++) {
      lose(values.register(register));
    }
    clobber(values, null);
  }

  private static void clobber(Values values, @Nullable Known result) {
    values.register(0, result);
    for (int register = 1; register <= 5; register++) {
      values.register(register, null);
    }
  }

  private void helper(int index, long word, Values values) {
    int id = program.helperId(Op.immediate(word));
    VmMap map = values.register(1) instanceof MapHandle(var handled) ? handled : null;
    Lookup lookup = Lookup.of(id, map, values.register(2));
    if (lookup == null) {
      lookups.remove(index);
      for (int register = 1; register <= Calls.arguments(id); register++) {
        pass(id, map, register, values.register(register));
      }
    } else {
      lookups.put(index, lookup);
      touch(lookup.keyOffset(), lookup.keyBytes());
    }
    boolean finds = id == Calls.LOOKUP && map != null && map.programRegion() != null;
    Known result = finds ? new Pointer(Space.VALUES, map, true, 0) : null;
    if (Calls.keepsArguments(id)) {
      values.register(0, result);
    } else {
      clobber(values, result);
    }
  }

  /** A helper reaches what its arguments point to, from there up. */
  private void pass(int id, @Nullable VmMap map, int register, @Nullable Known argument) {
    if (!(argument instanceof Pointer pointer) || !pointer.isStack()) {
      return;
    }
    if (Calls.callsBack(id)) {
      escaped = ALL;
    } else {
      escape(pointer.offset(), Calls.reach(id, map, register));
    }
  }
}
