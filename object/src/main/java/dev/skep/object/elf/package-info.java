/**
 * The parts of ELF that BPF objects and symbol look-ups need. Start at {@link
 * dev.skep.object.elf.ElfFile}.
 */
package dev.skep.object.elf;
