package dev.skep.vm.run;

import dev.skep.engine.Clock;
import dev.skep.vm.map.MapTable;
import dev.skep.vm.memory.AddressSpace;
import java.util.OptionalLong;

/**
 * What all runs of an engine share.
 *
 * @param space the long-lived memory
 * @param maps the live maps by handle
 * @param clock the time that programs read
 * @param cpus how many CPUs programs run on
 * @param printer what {@code bpf_trace_printk} writes to
 * @param uidGid what {@code bpf_get_current_uid_gid} returns, where it is known
 */
public record Machine(
    AddressSpace space,
    MapTable maps,
    Clock clock,
    int cpus,
    TracePrinter printer,
    OptionalLong uidGid) {

  /** Takes the lines that programs print. */
  @FunctionalInterface
  public interface TracePrinter {
    /** Takes one line, without its end. */
    void print(String line);
  }
}
