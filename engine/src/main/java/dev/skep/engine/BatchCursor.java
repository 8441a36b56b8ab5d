package dev.skep.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where a batched walk over a map stands: the opaque token that Linux calls {@code in_batch} and
 * {@code out_batch}. A new cursor starts at the beginning. Not thread-safe.
 */
public final class BatchCursor {
  /** Large enough for any key that a hash may hand out as its token. */
  private final MemorySegment token;

  private boolean started;
  private @Nullable Object readAhead;

  /** A cursor at the beginning of a map with keys of this size. */
  public BatchCursor(int keySize) {
    this.token = Arena.ofAuto().allocate(Math.max(8, keySize), 8);
  }

  /** Whether an engine has advanced the cursor. */
  public boolean started() {
    return started;
  }

  /** The token's memory, for engines. */
  public MemorySegment token() {
    return token;
  }

  /** Says that the token now holds a position, for engines. */
  public void advanced() {
    started = true;
  }

  /** What an engine has read beyond the room that its caller had, for engines. */
  public @Nullable Object readAhead() {
    return readAhead;
  }

  /** Keeps what was read ahead for the next call, for engines; null when nothing is left. */
  public void readAhead(@Nullable Object entries) {
    readAhead = entries;
  }
}
