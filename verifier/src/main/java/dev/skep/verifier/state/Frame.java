package dev.skep.verifier.state;

import dev.skep.verifier.domain.ScalarRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The registers and the stack of one activation of a function. Copies share the stack until one of
 * them writes to it.
 */
public final class Frame {
  private static final StackSlot[] NO_STACK = {};

  private final Value[] registers;
  private StackSlot[] stack;
  private boolean stackShared;
  private final int number;
  private final int callSite;
  private final int subprogram;
  private @Nullable Callback callback;
  private int loopDepth;
  private int preciseRegisters;
  private long preciseSlots;
  private long readSlots;
  private long writtenSlots;

  /**
   * Why a frame is a callback's.
   *
   * @param asynchronous whether it runs after the program, with nothing of its frames
   * @param exception whether it is the exception callback
   * @param result what the callback may return
   */
  public record Callback(boolean asynchronous, boolean exception, ScalarRange result) {}

  private Frame(Value[] registers, StackSlot[] stack, int number, int callSite, int subprogram) {
    this.registers = registers;
    this.stack = stack;
    this.number = number;
    this.callSite = callSite;
    this.subprogram = subprogram;
  }

  /** A frame with nothing but its stack pointer; its whole stack counts as written. */
  public static Frame of(int number, int callSite, int subprogram) {
    Value[] registers = new Value[11];
    Arrays.fill(registers, Value.uninitialised());
    registers[10] = Pointer.stackOf(number);
    Frame frame = new Frame(registers, NO_STACK, number, callSite, subprogram);
    frame.writtenSlots = -1;
    return frame;
  }

  /** An independent copy, without marks. */
  public Frame copy() {
    Frame copy = new Frame(registers.clone(), stack, number, callSite, subprogram);
    copy.callback = callback;
    copy.loopDepth = loopDepth;
    copy.stackShared = true;
    copy.writtenSlots = writtenSlots;
    stackShared = true;
    return copy;
  }

  /** The frame's depth: 0 for the entry function's. */
  public int number() {
    return number;
  }

  /** The index of the calling instruction; −1 for the entry function. */
  public int callSite() {
    return callSite;
  }

  /** The number of the function that runs in it. */
  public int subprogram() {
    return subprogram;
  }

  /** Why it is a callback's, or null when it is not. */
  public @Nullable Callback callback() {
    return callback;
  }

  /** Makes it a callback's. */
  public void callback(Callback newCallback) {
    callback = newCallback;
  }

  /** How often a callback was entered from the call that this frame is at. */
  public int loopDepth() {
    return loopDepth;
  }

  /** Sets how often a callback was entered from the call that this frame is at. */
  public void loopDepth(int depth) {
    loopDepth = depth;
  }

  /** The value of a register. */
  public Value register(int register) {
    return registers[register];
  }

  /** Writes a register. */
  public void register(int register, Value value) {
    registers[register] = value;
  }

  /** How many slots of eight bytes the stack has so far. */
  public int slots() {
    return stack.length;
  }

  /** How many bytes the stack has so far. */
  public int stackBytes() {
    return stack.length * 8;
  }

  /** The slot with a number: 0 holds {@code fp-8} to {@code fp-1}. */
  public StackSlot slot(int slot) {
    return slot < stack.length ? stack[slot] : StackSlot.EMPTY;
  }

  /** Replaces a slot; the stack grows as needed. */
  public void slot(int slot, StackSlot value) {
    if (slot >= stack.length) {
      grow((slot + 1) * 8);
    }
    if (stackShared) {
      stack = stack.clone();
      stackShared = false;
    }
    stack[slot] = value;
  }

  /** Makes the stack at least so many bytes large. */
  public void grow(int bytes) {
    int slots = (bytes + 7) / 8;
    if (slots > stack.length) {
      int old = stack.length;
      stack = Arrays.copyOf(stack, slots);
      Arrays.fill(stack, old, slots, StackSlot.EMPTY);
      stackShared = false;
    }
  }

  /** Whether a register's exact range has decided something after this state. */
  public boolean isPrecise(int register) {
    return (preciseRegisters & 1 << register) != 0;
  }

  /** Marks a register whose exact range matters after this state. */
  public void markPrecise(int register) {
    preciseRegisters |= 1 << register;
  }

  /** Whether a spilled number's exact range has decided something after this state. */
  public boolean isSlotPrecise(int slot) {
    return (preciseSlots & 1L << slot) != 0;
  }

  /** Marks a slot whose exact range matters after this state. */
  public void markSlotPrecise(int slot) {
    preciseSlots |= 1L << slot;
  }

  /** The slots that were read after this state before being written. */
  public long readSlots() {
    return readSlots;
  }

  /** Adds slots to those read after this state. */
  public void addReadSlots(long slots) {
    readSlots |= slots;
  }

  /** The slots that were overwritten whole between this state's parent and it. */
  public long writtenSlots() {
    return writtenSlots;
  }

  /** Notes that a slot was overwritten whole. */
  public void markWritten(int slot) {
    writtenSlots |= 1L << slot;
  }

  /** Forgets what was overwritten: this state now continues a stored one. */
  public void clearWritten() {
    writtenSlots = 0;
  }
}
