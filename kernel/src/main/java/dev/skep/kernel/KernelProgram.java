package dev.skep.kernel;

import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.spec.ProgramSpec;
import java.nio.file.Path;

/** A program that the Linux kernel has verified and compiled. */
public final class KernelProgram implements Program, Resource {
  private final KernelEngine engine;
  private final ProgramSpec spec;
  private final Descriptor descriptor;
  private final String verifierLog;

  KernelProgram(KernelEngine engine, ProgramSpec spec, Descriptor descriptor, String verifierLog) {
    this.engine = engine;
    this.spec = spec;
    this.descriptor = descriptor;
    this.verifierLog = verifierLog;
  }

  @Override
  public ProgramSpec spec() {
    return spec;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  /**
   * The file descriptor, which stays the program's own.
   *
   * @throws IllegalStateException when the program is closed
   */
  public int descriptor() {
    return descriptor.number();
  }

  /** What the kernel says of the program. */
  public ProgramInformation information() {
    return KernelObjects.programOf(descriptor.number());
  }

  /** Keeps the program alive under a name in a BPF file system; see {@link KernelMap#pin}. */
  public void pin(Path path) {
    engine.files().pin(descriptor.number(), path, this);
  }

  /** Takes the name away; the program lives on while something else holds it. */
  public void unpin(Path path) {
    BpfFilesystem.unpin(path);
  }

  @Override
  public String verifierLog() {
    return verifierLog;
  }

  @Override
  public RunResult run(RunInput input) {
    return TestRun.of(this, input);
  }

  @Override
  public String toString() {
    return "program " + spec.name() + " (" + spec.type().label() + ")";
  }

  @Override
  public void close() {
    engine.ownership().remove(this);
    descriptor.close();
  }
}
