/**
 * Ready tools. Start at {@link dev.skep.tools.Tool}, which lists them; {@link
 * dev.skep.tools.Bitehist} is the first.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.tools;
