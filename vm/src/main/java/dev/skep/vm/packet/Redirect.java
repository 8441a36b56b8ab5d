package dev.skep.vm.packet;

/**
 * Where a program asked a packet to go.
 *
 * @param map the name of the map that the target was found in; empty for an interface by its index
 * @param index the interface's index, or the key in the map
 * @param flags the {@code BPF_F_*} flags, {@code BPF_F_INGRESS} among them
 */
public record Redirect(String map, long index, long flags) {}
