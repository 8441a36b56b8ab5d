/** What is wrong with a program, in words. Start at {@link dev.skep.verifier.finding.Finding}. */
package dev.skep.verifier.finding;
