/**
 * What the verifier knows at one point of one path: values, stack slots, frames, held references.
 * Start at {@link dev.skep.verifier.state.Value}, then {@link dev.skep.verifier.state.State}.
 */
package dev.skep.verifier.state;
