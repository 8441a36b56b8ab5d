package dev.skep.vm.map;

/**
 * How the values of an array lie in memory: at {@code base + cpu × cpuStride + index × stride}.
 *
 * @param base the address of the first value
 * @param entries how many values a CPU has
 * @param stride from one value to the next, in bytes
 * @param cpuStride from one CPU's values to the next one's, in bytes; 0 when all share them
 */
public record ArrayLayout(long base, int entries, long stride, long cpuStride) {}
