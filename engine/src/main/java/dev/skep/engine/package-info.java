/**
 * The contract that the Linux engine and the embedded engine share. Start at {@link
 * dev.skep.engine.Engine}.
 *
 * <p>Memory that crosses the contract is a {@link java.lang.foreign.MemorySegment} in the byte
 * order of the host; keys and values are exactly as long as their map says.
 */
package dev.skep.engine;
