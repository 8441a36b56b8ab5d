package dev.skep.object;

/**
 * A function of an object.
 *
 * @param section the number of its section
 * @param name its symbol
 * @param slot where it starts in its section, in slots
 * @param slots how long it is
 * @param local whether its symbol is bound to this object: {@code static} in C
 * @param hidden whether its visibility keeps it from being verified on its own
 */
record FunctionRange(
    int section, String name, int slot, int slots, boolean local, boolean hidden) {}
