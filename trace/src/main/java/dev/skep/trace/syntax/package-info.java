/**
 * The language's text and its tree. Start at {@link dev.skep.trace.syntax.Script}; {@link
 * dev.skep.trace.syntax.Parser} builds it.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.syntax;
