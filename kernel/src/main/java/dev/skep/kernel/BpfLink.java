package dev.skep.kernel;

import dev.skep.engine.AttachTarget;
import dev.skep.kernel.sys.Descriptor;
import java.util.Optional;

/**
 * An attachment that is an object of the kernel's own ({@code bpf_link}): it has an id and goes
 * with its last descriptor, unless it is pinned.
 */
public final class BpfLink implements KernelLink, Resource {
  private final KernelEngine engine;
  private final AttachTarget target;
  private final KernelProgram program;
  private final Descriptor descriptor;
  private final Optional<Descriptor> perfEvent;

  BpfLink(
      KernelEngine engine,
      AttachTarget target,
      KernelProgram program,
      Descriptor descriptor,
      Optional<Descriptor> perfEvent) {
    this.engine = engine;
    this.target = target;
    this.program = program;
    this.descriptor = descriptor;
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

  /**
   * The file descriptor, which stays the link's own.
   *
   * @throws IllegalStateException when the link is closed
   */
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public String toString() {
    return "link of " + program + " to " + target;
  }

  @Override
  public void close() {
    engine.ownership().remove(this);
    descriptor.close();
    perfEvent.ifPresent(Descriptor::close);
  }
}
