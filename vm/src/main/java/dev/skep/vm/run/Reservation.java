package dev.skep.vm.run;

import dev.skep.vm.map.RingBufferMap;
import dev.skep.vm.memory.Region;

/**
 * Room in a ring buffer that a run has reserved and not yet handed over.
 *
 * @param ring the ring
 * @param payload where the record's payload starts in the ring's memory
 * @param region the payload, which the run can reach
 */
public record Reservation(RingBufferMap ring, long payload, Region region) {}
