/**
 * What a program is verified against: maps, helpers, kernel functions, types, privilege, limits.
 * Start at {@link dev.skep.verifier.environment.Environment}.
 */
package dev.skep.verifier.environment;
