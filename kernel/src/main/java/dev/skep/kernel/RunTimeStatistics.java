package dev.skep.kernel;

import dev.skep.kernel.sys.Descriptor;

/** Keeps the kernel measuring the run time of programs until it is closed. */
public final class RunTimeStatistics implements AutoCloseable {
  private final Descriptor descriptor;

  RunTimeStatistics(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
