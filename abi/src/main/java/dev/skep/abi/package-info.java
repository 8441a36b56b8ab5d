/**
 * Linux's BPF constants as data, each with the kernel that introduced it. Start at {@link
 * dev.skep.abi.ProgramType}.
 */
package dev.skep.abi;
