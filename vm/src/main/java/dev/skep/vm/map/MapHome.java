package dev.skep.vm.map;

import dev.skep.engine.Engine;
import dev.skep.vm.memory.AddressSpace;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where maps live.
 *
 * @param engine the engine, which its maps name
 * @param space where programs find their memory
 * @param table where programs find them by handle
 * @param memory what accounts for their memory
 * @param cpus how many slots a per-CPU value has
 * @param programs the loaded program with an id, or null
 */
public record MapHome(
    Engine engine,
    AddressSpace space,
    MapTable table,
    MemoryBudget memory,
    int cpus,
    IntFunction<@Nullable TailTarget> programs) {}
