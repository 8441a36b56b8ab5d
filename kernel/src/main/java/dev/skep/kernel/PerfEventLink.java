package dev.skep.kernel;

import dev.skep.engine.AttachTarget;
import dev.skep.kernel.sys.Descriptor;

/**
 * An attachment to a perf event by ioctl(2), which kernels before 5.15 have instead of links for
 * perf events: it goes with the event's descriptor.
 */
public final class PerfEventLink implements KernelLink, Resource {
  private final KernelEngine engine;
  private final AttachTarget target;
  private final KernelProgram program;
  private final Descriptor perfEvent;

  PerfEventLink(
      KernelEngine engine, AttachTarget target, KernelProgram program, Descriptor perfEvent) {
    this.engine = engine;
    this.target = target;
    this.program = program;
    this.perfEvent = perfEvent;
  }

  @Override
  public AttachTarget target() {
    return target;
  }

  @Override
  public KernelProgram program() {
    return program;
  }

  @Override
  public String toString() {
    return "perf event of " + program + " on " + target;
  }

  @Override
  public void close() {
    engine.ownership().remove(this);
    perfEvent.close();
  }
}
