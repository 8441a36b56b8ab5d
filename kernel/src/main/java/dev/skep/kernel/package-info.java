/**
 * The engine that runs on Linux's own bpf(2). Start at {@link dev.skep.kernel.KernelEngine}.
 *
 * <p>Everything that talks to the operating system goes through the package {@code sys}; this one
 * decides what to ask for, and says what an answer means.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.kernel;
