/**
 * What tests share: the needs of a test ({@link dev.skep.testkit.Requires}), corpora readers. Never
 * published.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.testkit;
