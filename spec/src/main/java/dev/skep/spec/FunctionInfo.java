package dev.skep.spec;

/**
 * A function of a program: where it starts, what it is called and its type.
 *
 * @param slot the slot of its first instruction, counted from the start of the program
 * @param name the function's name
 * @param typeId the BTF id of its {@code FUNC}, in the program's BTF; 0 when there is none
 */
public record FunctionInfo(int slot, String name, int typeId) {}
