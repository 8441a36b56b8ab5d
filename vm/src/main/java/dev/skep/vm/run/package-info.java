/**
 * Runs programs: their compact form, the interpreter and what a run carries. Start at {@link
 * dev.skep.vm.run.Executable}.
 */
package dev.skep.vm.run;
