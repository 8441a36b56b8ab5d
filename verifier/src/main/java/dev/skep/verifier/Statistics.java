package dev.skep.verifier;

/**
 * How much a verification took.
 *
 * @param instructions the program's instructions
 * @param processed the instructions that were processed on all paths together
 * @param peakStates the states that were stored at once
 * @param stackBytes the stack of the deepest function in bytes
 * @param nanoseconds the time it took
 */
public record Statistics(
    int instructions, int processed, int peakStates, int stackBytes, long nanoseconds) {}
