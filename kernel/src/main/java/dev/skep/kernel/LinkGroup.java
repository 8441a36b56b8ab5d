package dev.skep.kernel;

import dev.skep.engine.AttachTarget;
import java.util.List;

/** An attachment that Linux makes of several: one for each CPU. */
public final class LinkGroup implements KernelLink, Resource {
  private final KernelEngine engine;
  private final AttachTarget target;
  private final KernelProgram program;
  private final List<KernelLink> links;

  LinkGroup(
      KernelEngine engine, AttachTarget target, KernelProgram program, List<KernelLink> links) {
    this.engine = engine;
    this.target = target;
    this.program = program;
    this.links = List.copyOf(links);
  }

  @Override
  public AttachTarget target() {
    return target;
  }

  @Override
  public KernelProgram program() {
    return program;
  }

  /** The single attachments. */
  public List<KernelLink> links() {
    return links;
  }

  @Override
  public String toString() {
    return "links of " + program + " to " + target;
  }

  @Override
  public void close() {
    engine.ownership().remove(this);
    links.forEach(KernelLink::close);
  }
}
