/** What a recording says can be probed. */
package dev.skep.recording.catalog;
