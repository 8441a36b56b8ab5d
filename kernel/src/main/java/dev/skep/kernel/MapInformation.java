package dev.skep.kernel;

/**
 * What the kernel says of a map.
 *
 * @param id its id, which no other map has while it lives
 * @param type the number of its type; see {@link dev.skep.abi.MapType#of}
 * @param name its name, as far as the kernel keeps it
 * @param keyBytes the size of a key
 * @param valueBytes the size of a value, of one CPU's for per-CPU types
 * @param maxEntries how many entries it can hold
 * @param flags the {@code BPF_F_*} creation flags
 * @param extra {@code map_extra}
 * @param typesId the id of its BTF; 0 when it has none
 */
public record MapInformation(
    int id,
    int type,
    String name,
    int keyBytes,
    int valueBytes,
    int maxEntries,
    int flags,
    long extra,
    int typesId) {}
