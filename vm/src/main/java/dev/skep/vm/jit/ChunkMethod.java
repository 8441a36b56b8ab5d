package dev.skep.vm.jit;

import dev.skep.vm.run.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits a chunk of a function as a method that gets the run, the register file and the number of
 * the place at which it starts, and returns the ticket of the next one.
 */
final class ChunkMethod extends MethodEmitter {
  private static final int FILE = 1;
  private static final int PLACE = 2;

  private final Chunks chunks;
  private final int chunk;
  private final Map<Integer, Label> ways = new LinkedHashMap<>();

  ChunkMethod(
      Compilation compilation,
      UnitEmitter unit,
      CodeBuilder code,
      Function function,
      Chunks chunks,
      int chunk) {
    super(compilation, unit, code, function, chunks.body(chunk));
    this.chunks = chunks;
    this.chunk = chunk;
  }

  @Override
  boolean keepsVariables() {
    return false;
  }

  @Override
  void placeRegisters() {
    int used = used(compilation, function, chunks.body(chunk));
    Registers.forEach(
        registers.allocate(used),
        register -> {
          code.aload(FILE).loadConstant(register).laload();
          registers.store(register);
        });
  }

  @Override
  void begin() {
    List<Integer> entries = chunks.entries(chunk);
    List<SwitchCase> cases = new ArrayList<>();
    for (int place = 1; place < entries.size(); place++) {
      cases.add(SwitchCase.of(place, start(entries.get(place))));
    }
    Label first = start(entries.getFirst());
    if (cases.isEmpty()) {
      code.goto_(first);
    } else {
      code.iload(PLACE).tableswitch(first, cases);
    }
  }

  private Label start(int index) {
    Label label = ownLabel(index);
    if (label == null) {
      throw new IllegalStateException("no segment starts at " + index);
    }
    return label;
  }

  @Override
  void returnResult() {
    int result = code.allocateLocal(TypeKind.LONG);
    code.lstore(result).aload(FILE).iconst_0().lload(result).lastore();
    code.loadConstant(Chunks.EXITED).ireturn();
  }

  @Override
  void returnInterpreted() {
    returnResult();
  }

  @Override
  Label labelOf(int index) {
    Label own = ownLabel(index);
    return own != null ? own : ways.computeIfAbsent(index, each -> code.newLabel());
  }

  @Override
  void finish() {
    if (ways.isEmpty()) {
      return;
    }
    Label leave = code.newLabel();
    ways.forEach((index, way) -> {
      code.labelBinding(way).loadConstant(chunks.ticket(index)).istore(PLACE).goto_(leave);
    });
    code.labelBinding(leave);
    Registers.forEach(
        written(),
        register -> {
          code.aload(FILE).loadConstant(register);
          registers.load(register);
          code.lastore();
        });
    storeBudget();
    code.iload(PLACE).ireturn();
  }

  private int written() {
    int written = 0;
    for (int index : chunks.body(chunk)) {
      long word = compilation.word(index);
      written |= Op.written(word);
      int operation = Op.operation(word);
      if (operation == Op.CALL_LOCAL || operation == Op.CALL_REGISTER) {
        written |= 0b11_1111;
      }
    }
    return written & registers.known();
  }
}
