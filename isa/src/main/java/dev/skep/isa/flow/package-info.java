/**
 * Control flow of eBPF programs as plain data. Start at {@link dev.skep.isa.flow.ControlFlowGraph}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.isa.flow;
