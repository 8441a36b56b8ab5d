package dev.skep.vm;

import dev.skep.engine.AttachTarget;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import dev.skep.vm.hook.HookPoint;

/** A program's place on a hook of the host. */
final class HookLink implements Link {
  private final Hooks hooks;
  private final AttachTarget.Hook target;
  private final HookPoint point;
  private final HookPoint.Attached place;
  private VmProgram program;
  private boolean closed;

  HookLink(
      Hooks hooks,
      AttachTarget.Hook target,
      HookPoint point,
      HookPoint.Attached place,
      VmProgram program) {
    this.hooks = hooks;
    this.target = target;
    this.point = point;
    this.place = place;
    this.program = program;
    program.retain();
  }

  HookPoint point() {
    return point;
  }

  HookPoint.Attached place() {
    return place;
  }

  @Override
  public AttachTarget target() {
    return target;
  }

  @Override
  public synchronized Program program() {
    return program;
  }

  @Override
  public synchronized void replace(Program replacement) {
    if (closed) {
      throw new IllegalStateException(target + ": the link is closed");
    }
    VmProgram next = hooks.checked(replacement, target);
    next.retain();
    point.replace(place, next.entry());
    program.release();
    program = next;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      point.remove(place);
      program.release();
    }
  }
}
