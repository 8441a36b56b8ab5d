/**
 * What a verification has proven of an accepted program, for who compiles or explains it. Start at
 * {@link dev.skep.verifier.facts.Facts}.
 */
package dev.skep.verifier.facts;
