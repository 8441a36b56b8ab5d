package dev.skep.vm;

import dev.skep.abi.ProgramType;
import dev.skep.vm.hook.ChainRule;
import dev.skep.vm.hook.HookPoint;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.CpuSlots;
import dev.skep.vm.run.Execution;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A hook of the host's own: programs see a context of a fixed size, whose meaning the host defines.
 * All of them run, in order; the lowest value that one returns decides, unsigned.
 */
public final class HostHook {
  private final String name;
  private final ProgramType type;
  private final boolean writable;
  private final HookPoint point;
  private final CpuSlots slots;

  /** Each CPU's context. */
  private final List<Region> contexts = new ArrayList<>();

  HostHook(String name, ProgramType type, int contextBytes, boolean writable, CpuSlots slots) {
    this.name = name;
    this.type = type;
    this.writable = writable;
    this.point = new HookPoint(new ChainRule.Lowest(), slots);
    this.slots = slots;
    for (int cpu = 0; cpu < slots.count(); cpu++) {
      MemorySegment memory = Arena.ofAuto().allocate(contextBytes, 8);
      contexts.add(Region.of("context of " + this, memory, writable));
    }
  }

  /** The name that programs are attached by. */
  public String name() {
    return name;
  }

  /** The type of programs that it takes. */
  public ProgramType type() {
    return type;
  }

  HookPoint point() {
    return point;
  }

  /**
   * Runs the programs on a context, and writes it back when they may write it.
   *
   * @param context as many bytes as the hook was defined with
   * @return the lowest value that a program returned, unsigned; −1 without programs
   * @throws dev.skep.engine.TrapException when a program was stopped
   */
  public int run(MemorySegment context) {
    Execution execution = slots.takeAny();
    try {
      Region region = contexts.get(execution.cpu());
      if (context.byteSize() != region.size()) {
        throw new IllegalArgumentException(
            "%s: context of bytes=%d, expected %d"
                .formatted(this, context.byteSize(), region.size()));
      }
      region.segment().copyFrom(context);
      execution.on(region);
      int value = point.chain().run(execution);
      if (writable) {
        context.copyFrom(region.segment());
      }
      return value;
    } finally {
      slots.giveBack(execution);
    }
  }

  @Override
  public String toString() {
    return "hook:" + name;
  }
}
