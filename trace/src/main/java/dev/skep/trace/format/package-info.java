/**
 * The format strings of {@code printf}: parsed once, rendered for each record. Start at {@link
 * dev.skep.trace.format.FormatString}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.format;
