package dev.skep.isa.flow;

/**
 * A place that calls a subprogram or hands it to a helper.
 *
 * @param index the instruction
 * @param caller the number of the subprogram it is in
 * @param callee the number of the subprogram it names
 * @param callback whether it is a 64-bit load of the address, else a call
 */
public record Call(int index, int caller, int callee, boolean callback) {}
