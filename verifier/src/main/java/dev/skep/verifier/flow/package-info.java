/**
 * What is known of a program before it is run abstractly: its functions, its edges, what is live.
 * Start at {@link dev.skep.verifier.flow.ControlFlow}.
 */
package dev.skep.verifier.flow;
