package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.isa.AtomicOperation;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.jit.Known.Pointer;
import dev.skep.vm.jit.Known.Space;
import dev.skep.vm.map.ArrayLayout;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.FieldRules;
import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketShape;
import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accesses that go where their base is believed to point: in checked mode through the bounds of
 * that memory, in trusted mode through none. What nothing is believed of is resolved.
 *
 * <p>Values of maps are shared: they are accessed opaquely where the address is aligned.
 */
final class DirectAccess implements AccessEmitter {
  private static final ClassDesc SEGMENT = Names.desc(MemorySegment.class);
  private static final ClassDesc LAYOUTS = Names.desc(ValueLayout.class);
  private static final ClassDesc HANDLE = Names.desc(VarHandle.class);
  private static final ClassDesc HANDLES = Names.desc(Everything.class);
  private static final ClassDesc UNBOUNDED = Names.desc(Everything.Unbounded.class);
  private static final ClassDesc MAP = Names.desc(VmMap.class);
  private static final ClassDesc REGION = Names.desc(Region.class);
  private static final AtomicOperation[] ATOMIC_OPERATIONS = AtomicOperation.values();

  private final Compilation compilation;
  private final Facts facts;
  private final FrameWords words;
  private final Constants constants;
  private final CodeBuilder code;
  private final Registers registers;
  private final int memory;
  private final ResolvedAccess resolved;
  private final boolean trusted;

  /**
   * The variables that hold a space's segment and base; for packets in trusted mode the distance.
   */
  private final Map<Space, Integer> segments = new EnumMap<>(Space.class);

  private final Map<Space, Integer> bases = new EnumMap<>(Space.class);

  /** The regions of values, one object for each map, so that its segment is one constant. */
  private final Map<VmMap, Region> regions = new HashMap<>();

  /** How fields of the context are kept; null where the context is plain memory. */
  private final @Nullable FieldRules rules;

  private int scratch;

  DirectAccess(
      MethodEmitter method, Facts facts, FrameWords words, int memory, ResolvedAccess resolved) {
    this.compilation = method.compilation;
    ProgramSpec spec = compilation.program().spec();
    this.rules =
        PacketShape.of(spec.type(), spec.expectedAttachType()).map(PacketShape::rules).orElse(null);
    this.facts = facts;
    this.words = words;
    this.constants = method.constants;
    this.code = method.code;
    this.registers = method.registers;
    this.memory = memory;
    this.resolved = resolved;
    this.trusted = compilation.mode() == AccessMode.TRUSTED;
  }

  @Override
  public void prepare(int[] body) {
    Set<Space> used = EnumSet.noneOf(Space.class);
    for (int index : body) {
      Pointer base = facts.base(index);
      if (base != null) {
        used.add(base.space());
      }
    }
    used.remove(Space.VALUES);
    if (trusted) {
      used.retainAll(Set.of(Space.PACKET));
    }
    for (Space space : used) {
      segments.put(space, code.allocateLocal(TypeKind.REFERENCE));
      bases.put(space, code.allocateLocal(TypeKind.LONG));
      locate(space);
    }
    scratch = code.allocateLocal(TypeKind.LONG);
    words.allocate();
  }

  @Override
  public void afterCall() {
    if (bases.containsKey(Space.PACKET)) {
      locate(Space.PACKET);
    }
  }

  private void locate(Space space) {
    String accessor =
        switch (space) {
          case STACK -> "stackRegion";
          case CONTEXT -> "context";
          case PACKET -> "packet";
          case VALUES -> throw new IllegalStateException("values are constants");
        };
    int base = Objects.requireNonNull(bases.get(space));
    int segment = Objects.requireNonNull(segments.get(space));
    code.aload(memory).invokevirtual(Names.MEMORY, accessor, Names.type(REGION)).dup();
    code.invokevirtual(REGION, "segment", Names.type(SEGMENT)).astore(segment);
    code.invokevirtual(REGION, "base", Names.type(CD_long)).lstore(base);
    if (trusted) {
      code.lload(base).aload(segment).invokeinterface(SEGMENT, "address", Names.type(CD_long));
      code.lsub().lstore(base);
    }
  }

  @Override
  public void access(int index, long word) {
    Pointer base = usable(index);
    int operation = Op.operation(word);
    boolean plain = operation != Op.LOAD_ACQUIRE && operation != Op.STORE_RELEASE;
    if (base == null || !plain) {
      resolved.access(index, word);
      return;
    }
    long offset = base.offset() + Op.offset(word);
    if (base.isStack() && base.fixed() && words.has(offset, Operations.bytes(operation))) {
      inVariable(word, operation, offset);
    } else if (base.space() == Space.VALUES) {
      shared(word, operation, base);
    } else if (base.space() == Space.CONTEXT && rules != null) {
      field(index, word, base, rules);
    } else {
      plain(word, operation, base);
    }
  }

  /** A load of a context's field, from where the engine keeps it. */
  private void field(int index, long word, Pointer base, FieldRules context) {
    int operation = Op.operation(word);
    int width = Operations.bytes(operation);
    long offset = base.offset() + Op.offset(word);
    boolean simple =
        base.fixed() && Operations.isLoad(operation) && !Operations.isSigned(operation);
    if (!simple
        || offset < 0
        || offset >= context.size()
        || !context.allowsLoad((int) offset, width)) {
      resolved.access(index, word);
      return;
    }
    int address = width == 4 ? context.addressOf((int) offset) : 0;
    int place = address == 0 ? context.origin((int) offset, width) : address;
    Kind kind = Kind.of(address == 0 ? operation : Op.LDXDW);
    pushSegment(base);
    code.getstatic(LAYOUTS, kind.layout, kind.layoutType);
    registers.address(Op.src(word), (int) (place - base.offset()));
    addressToOffset(base);
    code.invokeinterface(SEGMENT, "get", Names.type(kind.type, kind.layoutType, CD_long));
    kind.widen(code, false);
    registers.store(Op.dst(word));
  }

  /** What is believed of an access, where that names memory. */
  private @Nullable Pointer usable(int index) {
    Pointer base = facts.base(index);
    if (base == null || base.space() != Space.VALUES) {
      return base;
    }
    VmMap map = base.map();
    Region region = map == null ? null : map.programRegion();
    if (map == null || region == null) {
      return null;
    }
    regions.computeIfAbsent(map, each -> bounded(region));
    return base;
  }

  private static Region bounded(Region region) {
    return region.writable()
        ? region
        : Region.of(region.name(), region.segment().asReadOnly(), false);
  }

  private void inVariable(long word, int operation, long offset) {
    Kind kind = Kind.of(operation);
    if (Operations.isLoad(operation)) {
      words.load(offset, kind, Operations.isSigned(operation));
      registers.store(Op.dst(word));
    } else {
      words.store(offset, kind, word);
    }
  }

  private void pushSegment(Pointer base) {
    if (trusted) {
      code.getstatic(UNBOUNDED, "MEMORY", SEGMENT);
    } else if (base.space() == Space.VALUES) {
      code.loadConstant(constants.of(values(base).segment(), SEGMENT));
    } else {
      code.aload(variable(segments, base.space()));
    }
  }

  /** The address on the stack becomes an offset in what {@link #pushSegment} pushes. */
  private void addressToOffset(Pointer base) {
    if (trusted) {
      if (base.space() == Space.PACKET) {
        code.lload(variable(bases, Space.PACKET)).lsub();
      }
      code.loadConstant(Everything.ADDRESS_MASK).land();
    } else if (base.space() == Space.VALUES) {
      code.loadConstant(values(base).base()).lsub();
    } else {
      code.lload(variable(bases, base.space())).lsub();
    }
  }

  private Region values(Pointer base) {
    return Objects.requireNonNull(regions.get(Objects.requireNonNull(base.map())));
  }

  private static int variable(Map<Space, Integer> variables, Space space) {
    return Objects.requireNonNull(variables.get(space));
  }

  private void pushAddress(long word, int operation) {
    registers.address(Operations.isLoad(operation) ? Op.src(word) : Op.dst(word), Op.offset(word));
  }

  private void plain(long word, int operation, Pointer base) {
    Kind kind = Kind.of(operation);
    pushSegment(base);
    code.getstatic(LAYOUTS, kind.layout, kind.layoutType);
    pushAddress(word, operation);
    addressToOffset(base);
    if (Operations.isLoad(operation)) {
      code.invokeinterface(SEGMENT, "get", Names.type(kind.type, kind.layoutType, CD_long));
      kind.widen(code, Operations.isSigned(operation));
      registers.store(Op.dst(word));
    } else {
      kind.source(code, registers, word);
      code.invokeinterface(
          SEGMENT, "set", Names.type(CD_void, kind.layoutType, CD_long, kind.type));
    }
  }

  private void opaque(long word, int operation, Pointer base) {
    Kind kind = Kind.of(operation);
    code.getstatic(HANDLES, kind.name(), HANDLE);
    pushSegment(base);
    pushAddress(word, operation);
    addressToOffset(base);
    if (Operations.isLoad(operation)) {
      code.invokevirtual(HANDLE, "getOpaque", Names.type(kind.type, SEGMENT, CD_long));
      kind.widen(code, Operations.isSigned(operation));
      registers.store(Op.dst(word));
    } else {
      kind.source(code, registers, word);
      code.invokevirtual(HANDLE, "setOpaque", Names.type(CD_void, SEGMENT, CD_long, kind.type));
    }
  }

  /** Opaque where it is aligned, which only a known offset tells beforehand. */
  private void shared(long word, int operation, Pointer base) {
    int bytes = Operations.bytes(operation);
    boolean known = base.fixed();
    boolean aligned = ((base.offset() + Op.offset(word)) & (bytes - 1)) == 0;
    if (bytes == 1 || (known && aligned)) {
      opaque(word, operation, base);
    } else if (known) {
      plain(word, operation, base);
    } else {
      Label unaligned = code.newLabel();
      Label end = code.newLabel();
      pushAddress(word, operation);
      code.l2i().loadConstant(bytes - 1).iand().ifne(unaligned);
      opaque(word, operation, base);
      code.goto_(end).labelBinding(unaligned);
      plain(word, operation, base);
      code.labelBinding(end);
    }
  }

  @Override
  public void atomic(int index, long word) {
    Pointer base = usable(index);
    boolean wide = Op.operation(word) == Op.ATOMIC64;
    boolean aligned =
        base != null
            && base.space() == Space.VALUES
            && base.fixed()
            && ((base.offset() + Op.offset(word)) & (wide ? 7 : 3)) == 0;
    if (base == null || !aligned) {
      resolved.atomic(index, word);
      return;
    }
    AtomicOperation operation = ATOMIC_OPERATIONS[Op.immediate(word) >>> 1];
    boolean fetches = (Op.immediate(word) & 1) != 0;
    ClassDesc type = wide ? CD_long : CD_int;
    code.getstatic(HANDLES, wide ? "LONG" : "INT", HANDLE);
    pushSegment(base);
    registers.address(Op.dst(word), Op.offset(word));
    addressToOffset(base);
    boolean compares = operation == AtomicOperation.CMPXCHG;
    if (compares) {
      pushOperand(0, wide);
    }
    pushOperand(Op.src(word), wide);
    MethodTypeDesc signature =
        compares
            ? Names.type(type, SEGMENT, CD_long, type, type)
            : Names.type(type, SEGMENT, CD_long, type);
    code.invokevirtual(HANDLE, method(operation, fetches), signature);
    finishAtomic(fetches, wide, compares ? 0 : Op.src(word));
  }

  private void finishAtomic(boolean fetches, boolean wide, int register) {
    if (!wide) {
      Registers.unsigned(code);
    }
    if (fetches) {
      registers.store(register);
    } else {
      code.pop2();
    }
  }

  private void pushOperand(int register, boolean wide) {
    if (wide) {
      registers.load(register);
    } else {
      registers.loadInt(register);
    }
  }

  /**
   * Those that fetch are fully ordered, the others relaxed; see {@link dev.skep.vm.memory.Atomics}.
   */
  private static String method(AtomicOperation operation, boolean fetches) {
    String name =
        switch (operation) {
          case ADD -> "getAndAdd";
          case OR -> "getAndBitwiseOr";
          case AND -> "getAndBitwiseAnd";
          case XOR -> "getAndBitwiseXor";
          case XCHG -> "getAndSet";
          case CMPXCHG -> "compareAndExchange";
        };
    return fetches ? name : name + "Release";
  }

  @Override
  public void flush() {
    words.forEach((offset, load) -> {
      code.aload(memory).aload(MethodEmitter.RUN);
      code.invokevirtual(Names.EXECUTION, "framePointer", Names.type(CD_long));
      code.loadConstant(offset).ladd();
      load.run();
      code.invokevirtual(Names.MEMORY, "storeLong", Names.type(CD_void, CD_long, CD_long));
    });
  }

  @Override
  public void lookup(Lookup lookup) {
    Kind kind = lookup.keyBytes() == 4 ? Kind.INT : Kind.LONG;
    ArrayLayout layout = lookup.layout();
    if (layout != null) {
      pushKey(lookup, Kind.INT);
      code.lstore(scratch);
      inArray(layout);
    } else {
      code.loadConstant(constants.of(lookup.map(), MAP));
      pushKey(lookup, kind);
      if (kind == Kind.INT) {
        code.l2i();
      }
      code.aload(MethodEmitter.RUN).invokevirtual(Names.EXECUTION, "cpu", Names.type(CD_int));
      code.invokevirtual(
          MAP, kind == Kind.INT ? "findInt" : "findLong", Names.type(CD_long, kind.type, CD_int));
    }
    registers.store(0);
  }

  /** Leaves the key on the stack, zero-extended. */
  private void pushKey(Lookup lookup, Kind kind) {
    if (words.has(lookup.keyOffset(), lookup.keyBytes())) {
      words.load(lookup.keyOffset(), kind, false);
      return;
    }
    code.aload(memory);
    registers.load(2);
    String method = kind == Kind.INT ? "loadInt" : "loadLong";
    code.invokevirtual(Names.MEMORY, method, Names.type(kind.type, CD_long));
    kind.widen(code, false);
  }

  private void inArray(ArrayLayout layout) {
    Label outside = code.newLabel();
    Label end = code.newLabel();
    code.lload(scratch).loadConstant((long) layout.entries()).lcmp().ifge(outside);
    code.lload(scratch).loadConstant(layout.stride()).lmul();
    code.loadConstant(layout.base()).ladd();
    if (layout.cpuStride() != 0) {
      code.aload(MethodEmitter.RUN).invokevirtual(Names.EXECUTION, "cpu", Names.type(CD_int));
      code.i2l().loadConstant(layout.cpuStride()).lmul().ladd();
    }
    code.goto_(end).labelBinding(outside).lconst_0().labelBinding(end);
  }
}
