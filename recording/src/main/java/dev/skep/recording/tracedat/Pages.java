package dev.skep.recording.tracedat;

/** The pages of one CPU in the order of the file. Their bytes are valid until the next page. */
interface Pages {

  /**
   * Moves to the next page; false when there are no more.
   *
   * @throws dev.skep.recording.io.MalformedRecordingException when the page is damaged or missing
   */
  boolean next();

  /** The array that holds the page. */
  byte[] bytes();

  /** Where the page starts in the array. */
  int at();

  /** Where the page, or the compressed chunk that holds it, starts in the file. */
  long fileOffset();
}
