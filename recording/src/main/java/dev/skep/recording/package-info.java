/** Recordings as sources of events. Read {@link dev.skep.recording.Recordings} first. */
package dev.skep.recording;
