/**
 * eBPF and classic BPF instructions as data. Start at {@link dev.skep.isa.Instruction}; {@link
 * dev.skep.isa.Code} is a sequence of them.
 */
package dev.skep.isa;
