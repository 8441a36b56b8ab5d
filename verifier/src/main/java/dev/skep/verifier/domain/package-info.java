/**
 * The abstract values of numbers: what is known of a register that holds no pointer. Start at
 * {@link dev.skep.verifier.domain.ScalarRange}, then read {@link
 * dev.skep.verifier.domain.BoundsSync}.
 */
package dev.skep.verifier.domain;
