/**
 * The tracing language. Start at {@link dev.skep.trace.Compiler}, which turns a script into
 * programs and maps, and {@link dev.skep.trace.Session}, which runs them on an engine.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace;
