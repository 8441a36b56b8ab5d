package dev.skep.isa.flow;

/**
 * An edge to a block that a depth-first walk is still in: every cycle has one.
 *
 * @param from the block that ends with it
 * @param to the block it returns to; it dominates {@code from} unless the cycle has two entries
 */
public record BackEdge(int from, int to) {}
