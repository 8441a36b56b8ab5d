package dev.skep.vm;

import dev.skep.vm.run.Execution;
import dev.skep.vm.run.HelperFunction;
import java.lang.foreign.MemorySegment;

/** Lets a run call the host's helper. */
record HostHelperAdapter(Execution run) implements HostHelper.Call {
  static HelperFunction of(HostHelper helper) {
    return (run, r1, r2, r3, r4, r5) -> helper.call(new HostHelperAdapter(run), r1, r2, r3, r4, r5);
  }

  @Override
  public int cpu() {
    return run.cpu();
  }

  @Override
  public MemorySegment read(long address, long bytes) {
    return run.memory().bytes(address, bytes).asReadOnly();
  }

  @Override
  public MemorySegment write(long address, long bytes) {
    return run.memory().writableBytes(address, bytes);
  }
}
