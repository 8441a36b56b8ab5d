package dev.skep.kernel;

import dev.skep.spec.Bytes;
import java.util.List;

/**
 * What the kernel says of a program.
 *
 * @param id its id, which no other program has while it lives
 * @param type the number of its type; see {@link dev.skep.abi.ProgramType#of}
 * @param tag 8 bytes that are the same for the same instructions
 * @param name its name, as far as the kernel keeps it
 * @param loadedAtNanos when it was loaded, in nanoseconds of the clock since boot
 * @param user who loaded it
 * @param gplCompatible whether its license is
 * @param mapIds the ids of the maps that it uses
 * @param typesId the id of its BTF; 0 when it has none
 * @param translatedBytes how long its instructions are after the verifier rewrote them
 * @param jitedBytes how long its machine code is; 0 when it is interpreted
 * @param runNanos how long it ran in all while statistics were on
 * @param runs how often it ran while statistics were on
 * @param recursionMisses how often it was not run because it was running already
 * @param verifiedInstructions how many instructions the verifier looked at
 */
public record ProgramInformation(
    int id,
    int type,
    Bytes tag,
    String name,
    long loadedAtNanos,
    int user,
    boolean gplCompatible,
    List<Integer> mapIds,
    int typesId,
    int translatedBytes,
    int jitedBytes,
    long runNanos,
    long runs,
    long recursionMisses,
    int verifiedInstructions) {
  public ProgramInformation {
    mapIds = List.copyOf(mapIds);
  }
}
