package dev.skep.kernel;

import dev.skep.engine.Link;

/** An attachment of a program in the Linux kernel; it goes with the process at the latest. */
public sealed interface KernelLink extends Link permits BpfLink, PerfEventLink, LinkGroup {
  @Override
  KernelProgram program();
}
