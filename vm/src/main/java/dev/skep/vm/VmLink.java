package dev.skep.vm;

import dev.skep.engine.AttachTarget;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import java.util.concurrent.atomic.AtomicBoolean;

/** An attachment; closing it runs what detaches the program. */
final class VmLink implements Link {
  private final VmProgram program;
  private final AttachTarget target;
  private final Runnable detach;
  private final AtomicBoolean closed = new AtomicBoolean();

  VmLink(VmProgram program, AttachTarget target, Runnable detach) {
    this.program = program;
    this.target = target;
    this.detach = detach;
    program.retain();
  }

  @Override
  public AttachTarget target() {
    return target;
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      detach.run();
      program.release();
    }
  }
}
