/**
 * Packets as programs see them: memory with room around it, and the contexts {@code __sk_buff} and
 * {@code xdp_md}. Start at {@link dev.skep.vm.packet.PacketContext}.
 */
package dev.skep.vm.packet;
