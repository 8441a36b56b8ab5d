/**
 * The structure that a program starts with, for each program type: its fields and who may access
 * them. Start at {@link dev.skep.abi.context.ContextLayout}.
 */
package dev.skep.abi.context;
