/** The verifier's API. Start at {@link dev.skep.verifier.Verifier}. */
package dev.skep.verifier;
