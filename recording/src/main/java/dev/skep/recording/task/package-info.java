/**
 * Names and processes of threads as a recording's events tell them. Read {@link
 * dev.skep.recording.task.Tasks} first.
 */
package dev.skep.recording.task;
