package dev.skep.vm;

/**
 * Runs of one program.
 *
 * @param runs how many there were, trapped ones included
 * @param nanos how long they took together
 */
public record RunStatistics(long runs, long nanos) {}
