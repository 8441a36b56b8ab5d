/**
 * The file under a recording: bounded reads at offsets, and the error that says where a file is
 * damaged. Read {@link dev.skep.recording.io.RecordingFile} first.
 */
package dev.skep.recording.io;
