package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import java.lang.foreign.MemorySegment;

/**
 * A program array by index and program. The kernel changes such arrays under one mutex and waits
 * for all CPUs; the map's own lock keeps waiting virtual threads off their carriers, and a look
 * first, which needs neither, saves changes that would change nothing.
 */
public final class ProgramArray {
  private final KernelMap map;

  private ProgramArray(KernelMap map) {
    this.map = map;
  }

  /**
   * The programs of a map.
   *
   * @throws MapException when the map is of another type
   */
  public static ProgramArray of(KernelMap map) {
    if (map.spec().type() != MapType.PROG_ARRAY) {
      throw new MapException(Errno.EINVAL, map + " is not a program array");
    }
    return new ProgramArray(map);
  }

  /** The id of the program at an index; 0 when there is none. */
  public int programId(int index) {
    int[] id = new int[1];
    return map.lookup(number(index), MemorySegment.ofArray(id)) ? id[0] : 0;
  }

  /** Puts a program at an index. */
  public void put(int index, KernelProgram program) {
    map.update(number(index), number(program.descriptor()), UpdateMode.ANY);
  }

  /**
   * Puts a program at an index unless it is there already.
   *
   * @return whether anything was changed
   */
  public boolean putIfDifferent(int index, KernelProgram program) {
    if (programId(index) == program.information().id()) {
      return false;
    }
    put(index, program);
    return true;
  }

  /**
   * Takes the program at an index away, if there is one.
   *
   * @return whether anything was changed
   */
  public boolean removeIfPresent(int index) {
    return programId(index) != 0 && map.delete(number(index));
  }

  private static MemorySegment number(int value) {
    MemorySegment memory = MemorySegment.ofArray(new int[1]);
    memory.set(JAVA_INT, 0, value);
    return memory;
  }
}
