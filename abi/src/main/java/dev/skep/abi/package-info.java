/**
 * Linux's BPF constants as data, each with the kernel that introduced it: types, commands, helpers,
 * error numbers. Start at {@link dev.skep.abi.ProgramType}; a helper's facts at {@link
 * dev.skep.abi.Helper}.
 */
package dev.skep.abi;
