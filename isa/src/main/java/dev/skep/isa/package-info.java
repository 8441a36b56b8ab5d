/**
 * eBPF instructions as data, to and from bytes. Start at {@link dev.skep.isa.Instruction}; {@link
 * dev.skep.isa.Code} is a sequence of them, {@link dev.skep.isa.Encoder} and {@link
 * dev.skep.isa.Decoder} write and read it.
 */
package dev.skep.isa;
