/**
 * Classic BPF, the language of socket filters, tcpdump and seccomp. Start at {@link
 * dev.skep.isa.classic.ClassicInstruction}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.isa.classic;
