package dev.skep.vm.run;

import dev.skep.engine.EventRecord;
import dev.skep.engine.TrapException;
import dev.skep.isa.AtomicOperation;
import dev.skep.vm.map.RingBufferMap;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.Atomics;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketContext;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a CPU slot's runs carry: registers, stack, reach, the current event. One run at a time;
 * reused from run to run, so that a run allocates nothing.
 */
public final class Execution {
  /** {@code MAX_TAIL_CALL_CNT} of linux/bpf.h. */
  static final int TAIL_CALL_LIMIT = 33;

  /** {@code BPF_MAX_LOOPS} of linux/bpf.h: how often a frame's may_goto falls through. */
  static final int LOOP_LIMIT = 8 << 20;

  /** How long a run waits for a spin lock: long after any holder's budget of work is done. */
  private static final int LOCK_SPINS = 1 << 27;

  private static final int SAVED = 5;

  private final Machine machine;
  private final int cpu;
  private final Memory memory;
  private final List<Reservation> reservations = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom();

  /** A register file for the program and one for each callback that can nest. */
  private final long[][] registerFiles = new long[Memory.FRAMES + 1][16];

  private int nesting;

  /** R6 to R9 and the return index of each caller. */
  private final long[] saved = new long[SAVED * Memory.FRAMES];

  private final Executable[] callers = new Executable[Memory.FRAMES];
  private final int[] loopsLeft = new int[Memory.FRAMES];
  private int depth;
  private int tailCalls;
  private boolean tailCalled;
  private long heldLock;
  long budget;
  private @Nullable Executable current;
  private @Nullable EventRecord event;
  private @Nullable PacketContext packetContext;
  private @Nullable PacketContext hookPacket;
  private Region hookContext = Region.NONE;

  /** The state of a CPU slot. */
  public Execution(Machine machine, int cpu) {
    this.machine = machine;
    this.cpu = cpu;
    long stackBytes = (long) Memory.FRAMES * Memory.FRAME_BYTES;
    this.memory = new Memory(machine.space(), Arena.ofAuto().allocate(stackBytes, 16));
  }

  /** What all runs of the engine share. */
  public Machine machine() {
    return machine;
  }

  /** The CPU slot. */
  public int cpu() {
    return cpu;
  }

  /** What the run can reach. */
  public Memory memory() {
    return memory;
  }

  /** The event that the run is for; null for a run that no event caused. */
  public @Nullable EventRecord event() {
    return event;
  }

  /** Sets the event of the next runs. */
  public void event(@Nullable EventRecord newEvent) {
    event = newEvent;
  }

  /** The program that is running, the last one after tail calls. */
  public Executable current() {
    if (current == null) {
      throw new IllegalStateException("no program is running");
    }
    return current;
  }

  /** What is left of the instruction budget, after a run as well. */
  public long remainingBudget() {
    return budget;
  }

  /**
   * Runs a program.
   *
   * @param context what it reaches beside stack and maps
   * @param r1 its first argument
   * @param r2 its second argument
   * @return R0
   * @throws TrapException when the run was stopped; maps are consistent then
   */
  public long run(Executable program, Region context, Region packet, long r1, long r2) {
    memory.enter(context, packet);
    packetContext = null;
    return start(program, r1, r2);
  }

  /**
   * Runs a program on a packet.
   *
   * @param packet what R1 points to
   * @return R0
   * @throws TrapException when the run was stopped; maps are consistent then
   */
  public long run(Executable program, PacketContext packet) {
    memory.enter(packet.fields(), packet.reach());
    packetContext = packet;
    return start(program, packet.fields().base(), 0);
  }

  /** Sets what {@link #run(Executable)} runs programs on: a packet. */
  public void on(PacketContext packet) {
    hookPacket = packet;
  }

  /** Sets what {@link #run(Executable)} runs programs on: a context that is memory. */
  public void on(Region context) {
    hookPacket = null;
    hookContext = context;
  }

  /** Runs a program on what was set last. */
  public long run(Executable program) {
    PacketContext packet = hookPacket;
    return packet == null
        ? run(program, hookContext, Region.NONE, hookContext.base(), 0)
        : run(program, packet);
  }

  /** The packet that the program runs on; null for programs that get none. */
  public @Nullable PacketContext packet() {
    return packetContext;
  }

  /** Follows the packet, whose bounds or memory have moved. */
  public void packetMoved() {
    PacketContext moved = packetContext;
    if (moved != null) {
      memory.packet(moved.reach());
    }
  }

  private long start(Executable program, long r1, long r2) {
    budget = program.budget();
    depth = 0;
    tailCalls = 0;
    tailCalled = false;
    nesting = 0;
    current = program;
    long[] registers = registerFiles[0];
    registers[1] = r1;
    registers[2] = r2;
    registers[10] = memory.stackTop();
    memory.stackLimit(memory.stackTop() - Memory.FRAME_BYTES);
    loopsLeft[0] = LOOP_LIMIT;
    RunCounter counter = program.counter();
    long start = counter == null ? 0 : System.nanoTime();
    try {
      return Interpreter.run(program, this, registers, 0);
    } finally {
      if (counter != null) {
        counter.ran(System.nanoTime() - start);
      }
      if (!reservations.isEmpty() || heldLock != 0) {
        abandon();
      }
    }
  }

  /**
   * Calls a function of the running program from a helper.
   *
   * @param function the function's address, as a register held it
   * @return the function's R0
   */
  public long callback(long function, long r1, long r2, long r3, long r4) {
    Executable program = current();
    if (!FunctionAddress.isOne(function)) {
      throw new Fault("callback=0x%x is no function of the program".formatted(function));
    }
    long[] caller = registerFiles[nesting];
    long framePointer = frameTop();
    enterFrame();
    long[] registers = registerFiles[++nesting];
    registers[1] = r1;
    registers[2] = r2;
    registers[3] = r3;
    registers[4] = r4;
    registers[5] = 0;
    registers[10] = framePointer - Memory.FRAME_BYTES;
    memory.stackLimit(registers[10] - Memory.FRAME_BYTES);
    try {
      return Interpreter.run(program, this, registers, FunctionAddress.index(function));
    } finally {
      nesting--;
      depth--;
      current = program;
      memory.stackLimit(caller[10] - Memory.FRAME_BYTES);
    }
  }

  private long frameTop() {
    return registerFiles[nesting][10];
  }

  private void enterFrame() {
    if (depth + 1 >= Memory.FRAMES) {
      throw new Fault("more than " + Memory.FRAMES + " frames of calls");
    }
    depth++;
    loopsLeft[depth] = LOOP_LIMIT;
  }

  int depth() {
    return depth;
  }

  /** Saves a caller of a local call and moves to the callee's frame. */
  void pushFrame(Executable caller, long[] registers, int returnIndex) {
    enterFrame();
    int at = (depth - 1) * SAVED;
    System.arraycopy(registers, 6, saved, at, 4);
    saved[at + 4] = returnIndex;
    callers[depth - 1] = caller;
    registers[10] -= Memory.FRAME_BYTES;
    memory.stackLimit(registers[10] - Memory.FRAME_BYTES);
  }

  /** Restores the caller's registers; its return index is what this returns. */
  int popFrame(long[] registers) {
    depth--;
    int at = depth * SAVED;
    System.arraycopy(saved, at, registers, 6, 4);
    registers[10] += Memory.FRAME_BYTES;
    memory.stackLimit(registers[10] - Memory.FRAME_BYTES);
    current = callers[depth];
    return (int) saved[at + 4];
  }

  /** Whether a frame's may_goto may fall through once more. */
  boolean loop() {
    return loopsLeft[depth]-- > 0;
  }

  /** Whether one more tail call is allowed; counts it. */
  public boolean countTailCall() {
    return tailCalls++ < TAIL_CALL_LIMIT;
  }

  /** Exchanges the running program: what a helper asks for when it makes a tail call. */
  public void tailCall(Executable target) {
    current = target;
    tailCalled = true;
  }

  /** Whether the last helper call was a tail call; forgets it. */
  boolean takeTailCall() {
    boolean taken = tailCalled;
    tailCalled = false;
    return taken;
  }

  /** The map that a register holds. */
  public VmMap map(long handle) {
    return machine.maps().get(handle);
  }

  /** Takes a spin lock of 4 bytes in a map's value; it is freed should the run end before. */
  public void lock(long address) {
    if (heldLock != 0) {
      throw new Fault("spin lock at 0x%x: the run holds one already".formatted(address));
    }
    for (int spins = 0;
        Atomics.applyInt(memory, AtomicOperation.CMPXCHG, true, address, 1, 0) != 0;
        spins++) {
      if (spins == LOCK_SPINS) {
        throw new Fault("spin lock at 0x%x is never freed".formatted(address));
      }
      Thread.onSpinWait();
    }
    heldLock = address;
  }

  /** Frees the spin lock that this run has taken. */
  public void unlock(long address) {
    if (heldLock != address || address == 0) {
      throw new Fault("spin lock at 0x%x is not held by this run".formatted(address));
    }
    heldLock = 0;
    Atomics.storeRelease(memory, 4, address, 0);
  }

  /** Lends the run a few bytes for a callback's argument, until they are given back. */
  public long scratch(int bytes) {
    Region region = Region.of("argument", Arena.ofAuto().allocate(bytes, 8), true);
    memory.lend(region);
    return region.base();
  }

  /** Thirty-two bits of chance. */
  public int random() {
    return random.nextInt();
  }

  /**
   * Makes room for a record that this run can write until it hands it over.
   *
   * @return the payload's address; 0 when there is no room
   */
  public long reserve(RingBufferMap ring, long bytes) {
    long payload = ring.reserve(bytes);
    if (payload < 0) {
      return 0;
    }
    Region region = Region.of("ring buffer record", ring.data().asSlice(payload, bytes), true);
    memory.lend(region);
    reservations.add(new Reservation(ring, payload, region));
    return region.base();
  }

  /** Ends a reservation; the caller hands the record over. */
  public Reservation takeReservation(long address) {
    for (int i = reservations.size() - 1; i >= 0; i--) {
      Reservation each = reservations.get(i);
      if (each.region().base() == address) {
        reservations.remove(i);
        memory.giveBack(address);
        return each;
      }
    }
    throw new Fault("record=0x%x was not reserved by this run".formatted(address));
  }

  /** Discards what a run has reserved and not handed over, frees what it has locked. */
  private void abandon() {
    for (Reservation each : reservations) {
      each.ring().commit(each.payload(), RingBufferMap.NO_WAKEUP, true);
    }
    reservations.clear();
    if (heldLock != 0) {
      unlock(heldLock);
    }
  }

  static TrapException trap(Executable program, int index, String what) {
    return new TrapException(program.slot(index), program.place(index) + ": " + what);
  }
}
