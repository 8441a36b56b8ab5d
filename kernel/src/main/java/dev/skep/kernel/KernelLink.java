package dev.skep.kernel;

import dev.skep.engine.Link;

/** An attachment of a program in the Linux kernel. */
public sealed interface KernelLink extends Link permits BpfLink, PerfEventLink {
  @Override
  KernelProgram program();
}
