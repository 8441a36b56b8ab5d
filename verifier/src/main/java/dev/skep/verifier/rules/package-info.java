/**
 * What each instruction does to a state, and what it demands of it: the rules, in small pieces.
 * Start at {@link dev.skep.verifier.rules.Machine}, which they all work on, then {@link
 * dev.skep.verifier.rules.Transfer}, which picks the rule for an instruction.
 */
package dev.skep.verifier.rules;
