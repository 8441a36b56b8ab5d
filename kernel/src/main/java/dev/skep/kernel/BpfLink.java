package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.DescriptorStream;
import dev.skep.kernel.sys.LinkAttribute;
import dev.skep.kernel.sys.Syscall;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
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

  /** What the kernel says of the link. */
  public LinkInformation information() {
    return KernelObjects.linkOf(descriptor.number());
  }

  /**
   * Lets the attachment outlive this object and the process, under a name in a BPF file system; see
   * {@link KernelMap#pin}. Links of perf events cannot be pinned before Linux 5.15.
   */
  public void pin(Path path) {
    engine.files().pin(descriptor.number(), path, this);
  }

  /** Takes the name away; the attachment lives on while something else holds it. */
  public void unpin(Path path) {
    BpfFilesystem.unpin(path);
  }

  /**
   * Puts another program of the same type in the place of this one, without a moment in which none
   * runs; {@link #program} still names the first.
   *
   * @throws dev.skep.engine.AttachException when the kernel cannot exchange programs of this kind
   *     of link
   */
  public void update(KernelProgram replacement) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, LinkAttribute.LINK_FD, descriptor.number());
      attribute.set(JAVA_INT, LinkAttribute.NEW_PROGRAM_FD, replacement.descriptor());
      long result = Syscall.bpf(call, Command.LINK_UPDATE, attribute, LinkAttribute.BYTES);
      if (result < 0) {
        throw failure("update", result);
      }
    }
  }

  /**
   * Runs an iterator: its output is what the program writes for each object.
   *
   * @throws dev.skep.engine.AttachException when this is not a link of an iterator
   */
  public InputStream iterate() {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, LinkAttribute.LINK_FD, descriptor.number());
      long fd = Syscall.bpf(call, Command.ITER_CREATE, attribute, LinkAttribute.BYTES);
      if (fd < 0) {
        throw failure("iterate", fd);
      }
      return new DescriptorStream(new Descriptor("iterator of " + this, (int) fd));
    }
  }

  private BpfException failure(String action, long result) {
    return Refusal.of(
        action + " " + this, result, EnumSet.of(Capability.BPF), AttachException::new);
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
