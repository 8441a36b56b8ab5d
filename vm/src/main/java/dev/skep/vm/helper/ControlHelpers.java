package dev.skep.vm.helper;

import dev.skep.vm.map.ProgramArrayMap;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;

/** Helpers that decide what runs next. */
final class ControlHelpers {
  /** {@code BPF_MAX_LOOPS} of linux/bpf.h. */
  private static final long MAX_LOOPS = 8 << 20;

  private ControlHelpers() {}

  static void register(HelperTable table) {
    table.add(12, ControlHelpers::tailCall);
    table.add(181, ControlHelpers::loop);
    table.add(93, ControlHelpers::lock);
    table.add(94, ControlHelpers::unlock);
    table.add(174, (run, a, b, c, d, e) -> 0);
  }

  /** Does not return to its program, unless there is no target or the limit is reached. */
  private static long tailCall(Execution run, long context, long map, long index, long d, long e) {
    if (!(run.map(map) instanceof ProgramArrayMap programs)) {
      throw new Fault(run.map(map) + " is no program array");
    }
    if (!(programs.target(index & 0xffff_ffffL) instanceof Executable target)
        || target.spec().type() != run.current().spec().type()
        || !run.countTailCall()) {
      return Errors.ENOENT;
    }
    run.tailCall(target);
    return 0;
  }

  private static long loop(
      Execution run, long count, long callback, long context, long flags, long e) {
    long iterations = count & 0xffff_ffffL;
    if (flags != 0) {
      return Errors.EINVAL;
    }
    if (iterations > MAX_LOOPS) {
      return Errors.E2BIG;
    }
    for (long i = 0; i < iterations; i++) {
      if (run.callback(callback, i, context, 0, 0) != 0) {
        return i + 1;
      }
    }
    return iterations;
  }

  private static long lock(Execution run, long address, long b, long c, long d, long e) {
    run.lock(address);
    return 0;
  }

  private static long unlock(Execution run, long address, long b, long c, long d, long e) {
    run.unlock(address);
    return 0;
  }
}
