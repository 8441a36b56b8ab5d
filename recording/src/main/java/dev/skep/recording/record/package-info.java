/** The current record of a source. Read {@link dev.skep.recording.record.RecordFlyweight} first. */
package dev.skep.recording.record;
