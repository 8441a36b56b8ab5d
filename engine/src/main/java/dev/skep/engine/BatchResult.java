package dev.skep.engine;

import dev.skep.abi.Errno;
import java.util.Optional;

/**
 * What a batch operation did.
 *
 * @param count how many entries were read, written or removed
 * @param end whether a walk has reached the map's end
 * @param error why it stopped before all was done; the entry that failed is the one with index
 *     {@code count}
 */
public record BatchResult(int count, boolean end, Optional<Errno> error) {}
