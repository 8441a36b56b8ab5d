package dev.skep.trace.types;

/**
 * A {@code $variable} of one program.
 *
 * @param index its number in the program
 */
public record Variable(String name, int index, Type type) {}
