/**
 * Flags and return codes of linux/bpf.h, an enum for each place where they are used. Start at
 * {@link dev.skep.abi.flags.AbiConstant}.
 */
package dev.skep.abi.flags;
