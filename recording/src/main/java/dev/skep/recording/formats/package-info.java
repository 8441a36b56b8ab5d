/** Tracefs' descriptions of events as recordings carry them. */
package dev.skep.recording.formats;
