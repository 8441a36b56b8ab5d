package dev.skep.vm.run;

/**
 * How a program runs.
 *
 * @param instructionBudget how many instructions a run may take; 0 for no limit
 * @param helperFiveUnwinds whether a zero from helper 5 ends the run, as in uBPF's tests
 * @param counted whether runs are counted and timed
 */
public record RunLimits(long instructionBudget, boolean helperFiveUnwinds, boolean counted) {}
