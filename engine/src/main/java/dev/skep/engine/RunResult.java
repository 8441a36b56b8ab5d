package dev.skep.engine;

/**
 * What a program's run gave.
 *
 * @param returnValue R0's low half
 * @param meanNanos the mean time of a run in nanoseconds; 0 when the engine did not measure
 * @param data the data after the last run; empty when none was asked for
 * @param context the context after the last run; empty when the type has none
 */
public record RunResult(int returnValue, long meanNanos, byte[] data, byte[] context) {}
