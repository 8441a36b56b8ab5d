/**
 * System calls and the structures that they read and write. Start at {@link
 * dev.skep.kernel.sys.Syscall}.
 *
 * <p>Each structure is one class of offsets with the source that it comes from. All numbers are in
 * the byte order of the host.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.kernel.sys;
