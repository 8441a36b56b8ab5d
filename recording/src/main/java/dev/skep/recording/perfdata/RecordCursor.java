package dev.skep.recording.perfdata;

import java.nio.ByteBuffer;

/** The current record of a sequence, in a buffer that the next one may replace. */
interface RecordCursor {
  /** u32 type, u16 misc, u16 size. */
  int HEADER_BYTES = 8;

  /** Moves to the next record; false when there is none. */
  boolean next();

  /** The bytes, in the file's order, from the start of an array. */
  ByteBuffer buffer();

  /** Where the record starts in the buffer, with its header. */
  int at();

  /** Its size with its header. */
  int size();

  /** An error in this record. */
  RuntimeException malformed(String what);

  /** The record's type. */
  default int type() {
    return buffer().getInt(at());
  }

  /** Where its content starts. */
  default int from() {
    return at() + HEADER_BYTES;
  }

  /** Where its content ends. */
  default int to() {
    return at() + size();
  }
}
