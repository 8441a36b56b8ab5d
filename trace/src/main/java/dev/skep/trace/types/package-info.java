/**
 * What a script means: types of expressions, the maps and the actions of user space. Start at
 * {@link dev.skep.trace.types.Analyzer}, which makes a {@link dev.skep.trace.types.TypedScript}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.types;
