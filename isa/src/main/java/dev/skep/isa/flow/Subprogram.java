package dev.skep.isa.flow;

/**
 * A function of the program: instructions from where a call or callback starts to where the next
 * one does. The first is the program's entry.
 *
 * @param first index of its first instruction
 * @param end index after its last instruction
 * @param firstBlock its first basic block, which is its entry
 * @param endBlock the block after its last
 */
public record Subprogram(int first, int end, int firstBlock, int endBlock) {}
