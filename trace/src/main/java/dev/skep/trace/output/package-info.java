/**
 * What a session prints, as text or as JSON lines. Start at {@link dev.skep.trace.output.Output}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.output;
