package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Emits the loop that goes from chunk to chunk, as their tickets say. */
final class Driver {
  /** How many chunks a class of its own has. */
  static final int GROUP = 16;

  private final CodeBuilder code;
  private final ClassDesc type;
  private final Function function;

  Driver(CodeBuilder code, ClassDesc type, Function function) {
    this.code = code;
    this.type = type;
    this.function = function;
  }

  static String chunkName(Function function, int chunk) {
    return function.methodName() + "chunk" + chunk;
  }

  /**
   * The method of a function.
   *
   * @param groups the classes that its chunks are in, {@link #GROUP} in each; none when they are in
   *     this class
   */
  void function(
      Compilation compilation, Chunks chunks, Constants constants, List<MethodHandle> groups) {
    int file = code.allocateLocal(TypeKind.REFERENCE);
    int ticket = code.allocateLocal(TypeKind.INT);
    code.aload(0).invokevirtual(Names.EXECUTION, "registers", Names.type(Names.LONGS)).astore(file);
    int[] parameter = {1};
    Registers.forEach(
        compilation.liveness().needs(function),
        register -> {
          int variable = code.parameterSlot(parameter[0]++);
          code.aload(file).loadConstant(register).lload(variable).lastore();
        });
    code.aload(file).loadConstant(Registers.FRAME_POINTER).aload(0);
    code.invokevirtual(Names.EXECUTION, "framePointer", Names.type(CD_long)).lastore();
    code.loadConstant(chunks.ticket(function.entry())).istore(ticket);
    if (groups.isEmpty()) {
      chunkLoop(0, chunks.count(), file, ticket);
    } else {
      groupLoop(constants, groups, file, ticket);
    }
    code.aload(file).iconst_0().laload().lreturn();
  }

  /** The method of a class of some chunks: it returns the ticket of one that it does not have. */
  void group(int from, int to) {
    chunkLoop(from, to, 1, 2);
    code.iload(2).ireturn();
  }

  private void chunkLoop(int from, int to, int file, int ticket) {
    Label out = code.newLabel();
    Label again = code.newBoundLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int chunk = from; chunk < to; chunk++) {
      cases.add(SwitchCase.of(chunk, code.newLabel()));
    }
    code.iload(ticket).bipush(16).iushr().tableswitch(out, cases);
    for (SwitchCase each : cases) {
      code.labelBinding(each.target()).aload(0).aload(file);
      code.iload(ticket).loadConstant(0xffff).iand();
      code.invokestatic(type, chunkName(function, each.caseValue()), Names.CHUNK);
      code.istore(ticket).goto_(again);
    }
    code.labelBinding(out);
  }

  private void groupLoop(Constants constants, List<MethodHandle> groups, int file, int ticket) {
    Label out = code.newLabel();
    Label again = code.newBoundLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      cases.add(SwitchCase.of(group, code.newLabel()));
    }
    code.iload(ticket).iflt(out);
    code.iload(ticket).loadConstant(16).iushr().loadConstant(GROUP).idiv();
    code.tableswitch(out, cases);
    for (int group = 0; group < groups.size(); group++) {
      code.labelBinding(cases.get(group).target());
      code.loadConstant(constants.of(groups.get(group), CD_MethodHandle));
      code.aload(0).aload(file).iload(ticket);
      code.invokevirtual(CD_MethodHandle, "invokeExact", Names.CHUNK);
      code.istore(ticket).goto_(again);
    }
    code.labelBinding(out);
  }
}
