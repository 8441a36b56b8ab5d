/**
 * Specifications: what a program, a map or an object file says, before any engine has seen it.
 * Start at {@link dev.skep.spec.ProgramSpec}.
 */
package dev.skep.spec;
