/**
 * The search over all paths: what is still to be explored, which states are the same, which numbers
 * matter. Start at {@link dev.skep.verifier.explore.Explorer}.
 */
package dev.skep.verifier.explore;
