/**
 * trace.dat, the format of trace-cmd, versions 6 and 7 (trace-cmd.dat.v6(5), trace-cmd.dat.v7(5)).
 * Read {@link dev.skep.recording.tracedat.TraceDat} first.
 */
package dev.skep.recording.tracedat;
