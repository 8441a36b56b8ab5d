package dev.skep.vm.hook;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.skep.vm.run.Execution;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates the code of a chain for exactly the programs that it has: a call site for each, on a
 * constant, which HotSpot makes direct and inlines; and for callers that name the program a switch
 * on its number, which becomes a binary search. The kernel's BPF dispatcher does the latter
 * (kernel/bpf/dispatcher.c), for as many programs.
 */
public final class ChainCompiler {
  /** {@code BPF_DISPATCHER_MAX}. */
  public static final int MOST_PROGRAMS = 48;

  private static final ClassDesc ENTRY = desc(ProgramEntry.class);
  private static final ClassDesc EXECUTION = desc(Execution.class);
  private static final ClassDesc CHAIN = desc(Chain.class);
  private static final ClassDesc SELF = ClassDesc.of(Chain.class.getPackageName(), "CompiledChain");
  private static final MethodTypeDesc RUN_PROGRAM = MethodTypeDesc.of(CD_long, EXECUTION);
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_int, EXECUTION);
  private static final MethodTypeDesc CALL = MethodTypeDesc.of(CD_long, ENTRY, EXECUTION);
  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      ConstantDescs.ofConstantBootstrap(
          desc(MethodHandles.class), "classDataAt", ConstantDescs.CD_Object, CD_int);

  private final ChainRule rule;
  private final List<ProgramEntry> entries;

  private ChainCompiler(ChainRule rule, List<ProgramEntry> entries) {
    this.rule = rule;
    this.entries = entries;
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** The chain of some programs: generated code up to {@link #MOST_PROGRAMS} of them. */
  public static Chain chain(ChainRule rule, List<ProgramEntry> entries) {
    return entries.isEmpty() || entries.size() > MOST_PROGRAMS
        ? new LoopChain(rule, entries)
        : new ChainCompiler(rule, entries).compile();
  }

  private Chain compile() {
    byte[] bytes =
        ClassFile.of()
            .build(
                SELF,
                type ->
                    type.withFlags(ClassFile.ACC_FINAL)
                        .withInterfaceSymbols(CHAIN)
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            ChainCompiler::constructor)
                        .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run)
                        .withMethodBody("call", CALL, ClassFile.ACC_PUBLIC, this::call));
    try {
      MethodHandles.Lookup hidden =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(entries), true);
      return (Chain)
          hidden
              .findConstructor(
                  hidden.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
              .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("the generated chain cannot be linked: " + e, e);
    }
  }

  private static void constructor(CodeBuilder code) {
    code.aload(0)
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void))
        .return_();
  }

  /** Leaves what a program returned on the stack. */
  private void runProgram(CodeBuilder code, int index, int executionSlot) {
    code.loadConstant(
            DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, ENTRY, index))
        .aload(executionSlot)
        .invokeinterface(ENTRY, "run", RUN_PROGRAM);
  }

  private void run(CodeBuilder code) {
    switch (rule) {
      case ChainRule.While(int value) -> whileReturned(code, value);
      case ChainRule.Lowest() -> lowest(code);
    }
  }

  private void whileReturned(CodeBuilder code, int value) {
    Label decided = code.newLabel();
    int returned = code.allocateLocal(java.lang.classfile.TypeKind.INT);
    for (int i = 0; i < entries.size(); i++) {
      runProgram(code, i, 1);
      code.l2i().istore(returned);
      code.iload(returned).loadConstant(value).if_icmpne(decided);
    }
    code.labelBinding(decided).iload(returned).ireturn();
  }

  private void lowest(CodeBuilder code) {
    int least = code.allocateLocal(java.lang.classfile.TypeKind.INT);
    int returned = code.allocateLocal(java.lang.classfile.TypeKind.INT);
    code.loadConstant(-1).istore(least);
    for (int i = 0; i < entries.size(); i++) {
      runProgram(code, i, 1);
      code.l2i().istore(returned);
      Label keep = code.newLabel();
      code.iload(returned)
          .iload(least)
          .invokestatic(
              ConstantDescs.CD_Integer,
              "compareUnsigned",
              MethodTypeDesc.of(CD_int, CD_int, CD_int))
          .ifge(keep)
          .iload(returned)
          .istore(least)
          .labelBinding(keep);
    }
    code.iload(least).ireturn();
  }

  private void call(CodeBuilder code) {
    Label other = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    List<Label> targets = new ArrayList<>();
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int id = entries.get(i).programId();
      if (cases.stream().noneMatch(each -> each.caseValue() == id)) {
        Label target = code.newLabel();
        cases.add(SwitchCase.of(id, target));
        targets.add(target);
        first.add(i);
      }
    }
    code.aload(1).invokeinterface(ENTRY, "programId", MethodTypeDesc.of(CD_int));
    code.lookupswitch(other, cases);
    for (int i = 0; i < targets.size(); i++) {
      code.labelBinding(targets.get(i));
      runProgram(code, first.get(i), 2);
      code.lreturn();
    }
    code.labelBinding(other).aload(1).aload(2);
    code.invokeinterface(ENTRY, "run", RUN_PROGRAM).lreturn();
  }
}
