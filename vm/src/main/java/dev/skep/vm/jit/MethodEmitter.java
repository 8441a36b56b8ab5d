package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/**
 * Emits one method. Registers are variables; beside them it has the run (variable 0), its memory,
 * the index of the instruction that may trap and, where instructions are counted, what is left.
 *
 * <p>Instructions are counted a segment at a time, at its start. When too few are left, the
 * interpreter takes over, which stops at the exact one.
 */
abstract class MethodEmitter {
  static final int RUN = 0;

  private static final MethodTypeDesc TRAP =
      Names.type(Names.RUNTIME_EXCEPTION, Names.RUNTIME_EXCEPTION, Names.EXECUTABLE, CD_int);
  private static final MethodTypeDesc COUNTED_TRAP =
      Names.type(
          Names.RUNTIME_EXCEPTION,
          Names.RUNTIME_EXCEPTION,
          Names.EXECUTION,
          Names.EXECUTABLE,
          Names.desc(Shape.class),
          CD_int,
          CD_long);
  private static final MethodTypeDesc INTERPRET =
      Names.type(CD_long, Names.EXECUTABLE, Names.LONGS, CD_int);
  private static final MethodTypeDesc PACKET =
      Names.type(CD_long, Names.EXECUTION, CD_long, CD_int);

  final Compilation compilation;
  final Constants constants;
  final CodeBuilder code;
  final Registers registers;
  final Function function;
  private final int[] body;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final int memory;
  private final int at;
  private final int budget;
  private final Label exhausted;
  private final AluEmitter alu;
  private final JumpEmitter jumps;
  private final AccessEmitter access;
  private final CallEmitter calls;
  private boolean canBeExhausted;

  MethodEmitter(
      Compilation compilation, UnitEmitter unit, CodeBuilder code, Function function, int[] body) {
    this.compilation = compilation;
    this.constants = unit.constants();
    this.code = code;
    this.function = function;
    this.body = body;
    this.registers = new Registers(code);
    this.memory = code.allocateLocal(TypeKind.REFERENCE);
    this.at = code.allocateLocal(TypeKind.INT);
    this.budget = compilation.counts() ? code.allocateLocal(TypeKind.LONG) : -1;
    this.exhausted = code.newLabel();
    this.alu = new AluEmitter(code, registers, compilation.program());
    this.jumps = new JumpEmitter(code, registers, Counters.of(compilation, function));
    this.access = accessEmitter();
    this.calls = new CallEmitter(this, unit);
    labels.put(body[0], code.newLabel());
    for (int index : body) {
      if (compilation.shape().startsSegment(index)) {
        labels.put(index, code.newLabel());
      }
    }
  }

  private AccessEmitter accessEmitter() {
    ResolvedAccess resolved = new ResolvedAccess(code, registers, memory);
    if (compilation.mode() == AccessMode.RESOLVED) {
      return resolved;
    }
    Inference inferred = compilation.inference(function);
    long words = keepsVariables() ? inferred.ownWords() : 0;
    FrameWords frame = new FrameWords(code, registers, words, inferred.ownHalves());
    return new DirectAccess(this, compilation.facts(function), frame, memory, resolved);
  }

  /** Whether variables live as long as the function runs. */
  abstract boolean keepsVariables();

  /** The registers that a body reads or writes, those that its callees need included. */
  static int used(Compilation compilation, Function function, int[] body) {
    int used = 0;
    for (int index : body) {
      long word = compilation.word(index);
      used |= Op.read(word) | Op.written(word);
      switch (Op.operation(word)) {
        case Op.CALL_LOCAL ->
            used |= compilation.liveness().needs(compilation.callee(word)) | 0b11_1110;
        case Op.CALL_HELPER ->
            used |= Calls.mayTailCall(compilation.program(), word) ? 0b11_1111_1111 : 0;
        case Op.EXIT, Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT ->
            used |= compilation.liveness().leaves(function);
        default -> {}
      }
    }
    return used;
  }

  /** Emits the method. */
  final void emit() {
    code.aload(RUN).invokevirtual(Names.EXECUTION, "memory", Names.type(Names.MEMORY));
    code.astore(memory);
    code.iconst_0().istore(at);
    if (compilation.counts()) {
      loadBudget();
    }
    placeRegisters();
    access.prepare(body);
    begin();
    Label start = code.newBoundLabel();
    for (int i = 0; i < body.length; i++) {
      emit(body[i]);
      boolean falls = fallsThrough(body[i]);
      if (falls && (i + 1 == body.length || body[i + 1] != body[i] + 1)) {
        goTo(body[i] + 1);
      }
    }
    Label end = code.newBoundLabel();
    if (canBeExhausted) {
      code.labelBinding(exhausted);
      emitExhausted();
    }
    finish();
    boolean resolved = compilation.mode() == AccessMode.RESOLVED;
    var caught = resolved ? Names.FAULT : Names.RUNTIME_EXCEPTION;
    code.exceptionCatch(start, end, code.newBoundLabel(), caught);
    emitTrap();
  }

  /** Gives registers their variables and loads what the method gets. */
  abstract void placeRegisters();

  /** Emits what comes before the first instruction. */
  abstract void begin();

  /** Returns from the function; R0 is on the stack. */
  abstract void returnResult();

  /** The label that stands for an instruction, in this method or for the way out of it. */
  abstract Label labelOf(int index);

  /** Emits what {@link #labelOf} promised. */
  abstract void finish();

  /** The label of an instruction at which control enters or a segment starts; else null. */
  final @org.jspecify.annotations.Nullable Label ownLabel(int index) {
    return labels.get(index);
  }

  private boolean fallsThrough(int index) {
    return switch (Op.operation(compilation.word(index))) {
      case Op.JA, Op.EXIT, Op.FELL_OFF -> false;
      default -> true;
    };
  }

  private void goTo(int index) {
    code.goto_(labelOf(index));
  }

  private void emit(int index) {
    Label label = labels.get(index);
    if (label != null) {
      code.labelBinding(label);
    }
    if (compilation.counts() && compilation.shape().startsSegment(index)) {
      charge(index);
    }
    long word = compilation.word(index);
    int operation = Op.operation(word);
    if (operation <= Op.SMOD64_IMM || (operation >= Op.MOV32_REG && operation <= Op.CONSTANT)) {
      alu.emit(word);
    } else if (operation <= Op.JSLE64_IMM) {
      jumps.emit(word, labelOf(index + 1 + Op.offset(word)));
    } else {
      mark(index);
      emitFaulting(index, word, operation);
    }
  }

  private void emitFaulting(int index, long word, int operation) {
    switch (operation) {
      case Op.JA -> goTo(index + 1 + Op.immediate(word));
      case Op.MAY_GOTO -> {
        code.aload(RUN).invokevirtual(Names.EXECUTION, "loop", Names.type(CD_boolean));
        code.ifeq(labelOf(index + 1 + Op.offset(word)));
      }
      case Op.EXIT -> {
        registers.load(0);
        exit();
      }
      case Op.ATOMIC32, Op.ATOMIC64 -> access.atomic(index, word);
      case Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT -> packetLoad(word, operation);
      case Op.CALL_HELPER -> callHelper(index, word);
      case Op.CALL_LOCAL -> {
        calls.local(index, word);
        access.afterCall();
      }
      case Op.CALL_REGISTER -> {
        calls.register(index, word);
        access.afterCall();
      }
      case Op.FELL_OFF -> throwFault("the program ran past its last instruction");
      default -> access.access(index, word);
    }
  }

  private void callHelper(int index, long word) {
    Lookup lookup =
        compilation.mode() == AccessMode.RESOLVED
            ? null
            : compilation.inference(function).lookup(index);
    if (lookup != null) {
      access.lookup(lookup);
      return;
    }
    calls.helper(word);
    if (Calls.mayMovePacket(compilation.program(), word)) {
      access.afterCall();
    }
  }

  /** Says which instruction a trap would be of. */
  private void mark(int index) {
    code.loadConstant(index).istore(at);
  }

  private void charge(int index) {
    long instructions = (long) compilation.shape().segmentEnd(index) - index;
    Label enough = code.newLabel();
    code.lload(budget).loadConstant(instructions).lcmp().ifge(enough);
    mark(index);
    code.goto_(exhausted);
    code.labelBinding(enough);
    code.lload(budget).loadConstant(instructions).lsub().lstore(budget);
    canBeExhausted = true;
  }

  private void emitExhausted() {
    access.flush();
    storeBudget();
    code.aload(RUN);
    code.loadConstant(constants.of(compilation.program(), Names.EXECUTABLE));
    registerFile("registers");
    code.iload(at).invokevirtual(Names.EXECUTION, "interpret", INTERPRET);
    returnInterpreted();
  }

  /** Returns what the interpreter, which leaves R1 to R5 where callers look, has on the stack. */
  void returnInterpreted() {
    code.lreturn();
  }

  /** Leaves a register file of the run on the stack, filled with all registers that are known. */
  final void registerFile(String method) {
    code.aload(RUN).invokevirtual(Names.EXECUTION, method, Names.type(Names.LONGS));
    Registers.forEach(
        registers.known(),
        register -> {
          code.dup().loadConstant(register);
          registers.load(register);
          code.lastore();
        });
  }

  private void packetLoad(long word, int operation) {
    code.aload(RUN);
    if (operation == Op.PACKET_INDIRECT) {
      registers.loadInt(Op.src(word));
      code.i2l().loadConstant((long) Op.immediate(word)).ladd();
    } else {
      code.loadConstant((long) Op.immediate(word));
    }
    code.loadConstant(Op.offset(word)).invokestatic(Names.PACKET_LOAD, "load", PACKET);
    registers.store(0);
    Label inside = code.newLabel();
    registers.load(0);
    code.lconst_0().lcmp().ifge(inside).lconst_0();
    exit();
    code.labelBinding(inside);
  }

  /** Leaves the function; R0 is on the stack. */
  private void exit() {
    int left = compilation.liveness().leaves(function);
    if (left != 0) {
      code.aload(RUN).getfield(Names.EXECUTION, "left", Names.LONGS);
      Registers.forEach(
          left,
          register -> {
            code.dup().loadConstant(register);
            registers.load(register);
            code.lastore();
          });
      code.pop();
    }
    storeBudget();
    returnResult();
  }

  private void throwFault(String what) {
    code.new_(Names.FAULT).dup().loadConstant(what);
    code.invokespecial(Names.FAULT, "<init>", Names.type(CD_void, Names.desc(String.class)));
    code.athrow();
  }

  final void storeBudget() {
    if (compilation.counts()) {
      code.aload(RUN).lload(budget).putfield(Names.EXECUTION, "budget", CD_long);
    }
  }

  final void loadBudget() {
    if (compilation.counts()) {
      code.aload(RUN).getfield(Names.EXECUTION, "budget", CD_long).lstore(budget);
    }
  }

  private void emitTrap() {
    var program = constants.of(compilation.program(), Names.EXECUTABLE);
    if (compilation.counts()) {
      code.aload(RUN).loadConstant(program);
      code.loadConstant(constants.of(compilation.shape(), Names.desc(Shape.class)));
      code.iload(at).lload(budget).invokestatic(Names.TRAPS, "trap", COUNTED_TRAP);
    } else {
      code.loadConstant(program).iload(at).invokestatic(Names.TRAPS, "trap", TRAP);
    }
    code.athrow();
  }
}
