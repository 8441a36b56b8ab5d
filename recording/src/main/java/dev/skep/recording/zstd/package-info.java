/**
 * A decoder of Zstandard frames (RFC 8878): whole format but dictionaries, in bounded memory. Read
 * {@link dev.skep.recording.zstd.ZstdInputStream} first.
 */
package dev.skep.recording.zstd;
