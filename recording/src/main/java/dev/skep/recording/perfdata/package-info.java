/**
 * perf.data, the format of {@code perf record} (tools/perf/Documentation/perf.data-file-format.txt,
 * linux/perf_event.h). Read {@link dev.skep.recording.perfdata.PerfDataSource} first.
 */
package dev.skep.recording.perfdata;
