/**
 * Comparisons with other programs, run by {@code bench/run NAME}. Start at {@link
 * dev.skep.bench.Main}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bench;
