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
import java.util.Arrays;
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

  /** A register file for each frame in which a run or a callback starts. */
  private final long[][] registerFiles = new long[Memory.FRAMES + 1][16];

  /**
   * What the compiled function that returned last left in R1 to R5, where its callers read that.
   */
  public final long[] left = new long[6];

  /** R6 to R9 and the return index of each caller. */
  private final long[] saved = new long[SAVED * Memory.FRAMES];

  private final Executable[] callers = new Executable[Memory.FRAMES];
  private final int[] loopsLeft = new int[Memory.FRAMES];
  private int depth;
  private int tailCalls;
  private boolean tailCalled;
  private long heldLock;

  /** How many instructions are left; up to date while a helper runs and after a run. */
  public long budget;

  private long budgetAtStart;
  private @Nullable Executable current;
  private @Nullable EventRecord event;
  private @Nullable PacketContext packetContext;
  private boolean packetMoves;
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
    packetContext = null;
    return counted(program, context, packet, r1, r2, 1);
  }

  /**
   * Runs a program on a packet.
   *
   * @param packet what R1 points to
   * @return R0
   * @throws TrapException when the run was stopped; maps are consistent then
   */
  public long run(Executable program, PacketContext packet) {
    return repeat(program, packet, 1, true);
  }

  /**
   * {@link #run(Executable, PacketContext)} so often, each time on what the one before left.
   *
   * @param moves whether the program may move the packet's bounds
   */
  public long repeat(Executable program, PacketContext packet, int times, boolean moves) {
    packetContext = packet;
    packetMoves = moves;
    Region context = packet.fields().region();
    return counted(program, context, packet.reach(), context.base(), 0, times);
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

  private long counted(
      Executable program, Region context, Region packet, long r1, long r2, int times) {
    RunCounter counter = program.counter();
    if (counter == null) {
      return start(program, context, packet, r1, r2, times);
    }
    long result = 0;
    for (int i = 0; i < times; i++) {
      long before = System.nanoTime();
      try {
        result = start(program, context, packet, r1, r2, 1);
      } finally {
        counter.ran(System.nanoTime() - before);
      }
    }
    return result;
  }

  private long start(
      Executable program, Region context, Region packet, long r1, long r2, int times) {
    long result = 0;
    for (int i = 0; i < times; i++) {
      // What runs before this one did may have moved the packet.
      PacketContext moving = packetMoves ? packetContext : null;
      Region reach = moving == null ? packet : moving.reach();
      CompiledCode code = program.codeToStart();
      if (code == null) {
        result = interpret(program, context, reach, r1, r2);
      } else if (moving == null) {
        return times - i == 1
            ? code.start(this, program, context, packet, r1, r2)
            : code.repeat(this, program, context, packet, r1, r2, times - i);
      } else {
        result = code.start(this, program, context, reach, r1, r2);
      }
    }
    return result;
  }

  private long interpret(Executable program, Region context, Region packet, long r1, long r2) {
    begin(program, context, packet);
    try {
      return interpret(program, freshRegisters(r1, r2), 0);
    } catch (Unwinding _) {
      return 0;
    } finally {
      end();
    }
  }

  /** {@link #run(Executable, Region, Region, long, long)} so many times; the last one's R0. */
  public long repeat(
      Executable program, Region context, Region packet, long r1, long r2, int times) {
    packetContext = null;
    return counted(program, context, packet, r1, r2, times);
  }

  /** What a run starts with, but for its registers. */
  public void begin(Executable program, Region context, Region newPacket) {
    memory.enter(context, newPacket);
    budget = program.budget();
    budgetAtStart = budget;
    depth = 0;
    tailCalls = 0;
    tailCalled = false;
    current = program;
    memory.stackLimit(memory.stackTop() - Memory.FRAME_BYTES);
    loopsLeft[0] = LOOP_LIMIT;
  }

  /** What a run ends with, however it ends. */
  public void end() {
    if (!reservations.isEmpty() || heldLock != 0) {
      abandon();
    }
  }

  /**
   * Ends a run of compiled code that did not come to its end; throws again what is to be thrown.
   */
  public long endAfter(RuntimeException thrown) {
    end();
    if (thrown instanceof Unwinding) {
      return 0;
    }
    throw thrown;
  }

  /** The register file of a run's first frame, as runs find it. */
  long[] freshRegisters(long r1, long r2) {
    long[] registers = registerFiles[0];
    Arrays.fill(registers, 0);
    registers[1] = r1;
    registers[2] = r2;
    return registers;
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
    int index = program.function(function);
    int before = depth;
    enterFrame();
    long[] registers = registers();
    Arrays.fill(registers, 0);
    registers[1] = r1;
    registers[2] = r2;
    registers[3] = r3;
    registers[4] = r4;
    try {
      return program.enter(this, registers, index);
    } catch (Unwinding _) {
      return 0;
    } finally {
      current = program;
      depth = before;
      memory.stackLimit(framePointer() - Memory.FRAME_BYTES);
    }
  }

  /** What {@link #budget} was when the run started. */
  public long budgetAtStart() {
    return budgetAtStart;
  }

  /** Whether the run has a limit of instructions. */
  boolean limited() {
    return budgetAtStart != Long.MAX_VALUE;
  }

  /** The register file of the current frame, for who starts to run in it. */
  public long[] registers() {
    return registerFiles[depth];
  }

  /** The register file of the frame that a call enters. */
  public long[] calleeRegisters() {
    return registerFiles[depth + 1];
  }

  /** R10 in the current frame. */
  public long framePointer() {
    return memory.stackTop() - (long) depth * Memory.FRAME_BYTES;
  }

  /** Moves to a callee's frame. */
  public void enterFrame() {
    if (depth + 1 >= Memory.FRAMES) {
      throw new Fault("more than " + Memory.FRAMES + " frames of calls");
    }
    depth++;
    loopsLeft[depth] = LOOP_LIMIT;
    memory.stackLimit(framePointer() - Memory.FRAME_BYTES);
  }

  /** Moves back to the caller's frame. */
  public void leaveFrame() {
    depth--;
    memory.stackLimit(framePointer() - Memory.FRAME_BYTES);
  }

  /** Interprets a function of a program in the current frame, until it exits. */
  public long interpret(Executable program, long[] registers, int index) {
    registers[10] = framePointer();
    long result = Interpreter.run(program, this, registers, index);
    System.arraycopy(registers, 1, left, 1, 5);
    return result;
  }

  /** Calls a function of a program from compiled code in a frame of its own. */
  public long call(Executable program, long[] registers, int index) {
    enterFrame();
    long result = program.enter(this, registers, index);
    leaveFrame();
    return result;
  }

  /** Calls what a register names, a function or a helper, from compiled code. */
  public long callRegister(Executable program, long[] registers, long target) {
    if (FunctionAddress.isOne(target)) {
      return call(program, registers, program.function(target));
    }
    long[] r = registers;
    System.arraycopy(r, 1, left, 1, 5);
    long result = program.helperInRegister(target).call(this, r[1], r[2], r[3], r[4], r[5]);
    if (target == 5 && result == 0 && program.unwinds) {
      throw new Unwinding();
    }
    return result;
  }

  /** What ends all frames of a run. */
  public Unwinding unwinding() {
    return new Unwinding();
  }

  /** Runs the program to which a helper has changed, in the current frame; then changes back. */
  public long runTailCall(Executable from, long[] registers) {
    tailCalled = false;
    long result = current().enter(this, registers, 0);
    current = from;
    return result;
  }

  /** The trap for what stopped a run in compiled code. */
  public static TrapException trapOf(Executable program, int index, RuntimeException reason) {
    String what =
        reason instanceof Fault fault ? fault.what() : String.valueOf(reason.getMessage());
    return trap(program, index, what);
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
  public boolean loop() {
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
  public boolean takeTailCall() {
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
