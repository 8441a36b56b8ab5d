/**
 * The user-space half of a running script: reading maps, doing what programs ask for. Start at
 * {@link dev.skep.trace.runtime.Actions}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.runtime;
