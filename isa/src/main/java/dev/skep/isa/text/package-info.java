/**
 * eBPF instructions as text. Start at {@link dev.skep.isa.text.Disassembler} and {@link
 * dev.skep.isa.text.Assembler}; {@link dev.skep.isa.text.Spelling} says which spellings there are.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.isa.text;
