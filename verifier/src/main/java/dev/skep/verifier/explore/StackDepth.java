package dev.skep.verifier.explore;

import dev.skep.abi.Helper;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.flow.Functions;
import dev.skep.verifier.rules.Subject;

/**
 * The stack that chains of calls need together. Since Linux 6.13 the x86-64 JIT gives tracing
 * programs a stack of their own for each larger function, so that only single functions are limited
 * there.
 */
record StackDepth(Subject subject, ControlFlow flow, int[] bytesOfFunction) {
  private static final int ROUNDING = 16;
  private static final int PRIVATE_FROM = 64;
  private static final int BEFORE_TAIL_CALL = 256;

  void check() {
    visit(0, 0, 1);
    for (int function = 1; function < flow.functions().count(); function++) {
      if (isAsynchronous(function)) {
        visit(function, 0, 1);
      }
    }
  }

  private void visit(int function, int depthBefore, int frames) {
    if (function != 0 && hasTailCall(function) && depthBefore >= BEFORE_TAIL_CALL) {
      throw tooLarge(
          "tail_calls are not allowed when call stack of previous frames is "
              + depthBefore
              + " bytes. Too large");
    }
    int own = Math.ceilDiv(bytesOfFunction[function], ROUNDING) * ROUNDING;
    int limit = subject.environment().limits().stackBytes();
    int depth = depthBefore;
    if (hasPrivateStacks() && own >= PRIVATE_FROM) {
      if (own > limit) {
        throw tooLarge("stack size of subprog " + function + " is " + own + ". Too large");
      }
    } else {
      depth += own;
      if (depth > limit) {
        throw tooLarge("combined stack size of " + frames + " calls is " + depth + ". Too large");
      }
    }
    Functions functions = flow.functions();
    for (int i = functions.start(function); i < functions.end(function); i++) {
      int target = Functions.target(subject.code(), i);
      if (target < 0) {
        continue;
      }
      int callee = functions.startingAt(target);
      boolean takesAddress = subject.code().get(i) instanceof Instruction.LoadImmediate64;
      if (!takesAddress || !isAsynchronous(callee)) {
        int most = subject.environment().limits().frames();
        if (frames + 1 > most) {
          throw Violation.of(
              Rule.CALL_DEPTH,
              "the call stack of " + most + " frames is too deep !",
              "Functions are nested more than " + most + " deep, or call themselves");
        }
        visit(callee, depth, frames + 1);
      }
    }
  }

  private static Violation tooLarge(String text) {
    return Violation.of(
        Rule.STACK_DEPTH,
        text,
        "The local variables of nested functions need too much stack: " + text);
  }

  private boolean hasPrivateStacks() {
    return switch (subject.type()) {
      case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT -> !hasAnyTailCall();
      default -> false;
    };
  }

  private boolean hasAnyTailCall() {
    for (int function = 0; function < flow.functions().count(); function++) {
      if (hasTailCall(function)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasTailCall(int function) {
    for (int i = flow.functions().start(function); i < flow.functions().end(function); i++) {
      HelperDefinition helper = subject.helper(i);
      if (helper != null && helper.is(Helper.TAIL_CALL)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a function's address goes to a call that runs it later. */
  private boolean isAsynchronous(int function) {
    for (int i = 0; i + 1 < subject.code().size(); i++) {
      boolean taken =
          subject.code().get(i) instanceof Instruction.LoadImmediate64 load
              && load.kind() == PseudoImmediate.FUNCTION
              && flow.functions().startingAt(Functions.target(subject.code(), i)) == function;
      if (taken) {
        for (int j = i + 1; j < flow.functions().end(flow.functions().containing(i)); j++) {
          if (subject.schedulesCallback(j)) {
            return true;
          }
          if (subject.callsCallback(j)) {
            break;
          }
        }
      }
    }
    return false;
  }
}
