/**
 * Pages of the kernel's ring buffer as trace.dat holds them (kernel/trace/ring_buffer.c, tracefs'
 * {@code header_page} and {@code header_event}). Read {@link dev.skep.recording.ring.RingPage}
 * first.
 */
package dev.skep.recording.ring;
