/**
 * The middle form between a script's meaning and BPF: three-address steps over temporaries, a frame
 * and the context. Start at {@link dev.skep.trace.middle.Step}; {@link
 * dev.skep.trace.middle.Lowering} makes a {@link dev.skep.trace.middle.Routine}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.middle;
