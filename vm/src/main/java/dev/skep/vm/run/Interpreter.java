package dev.skep.vm.run;

import static dev.skep.vm.run.Op.dst;
import static dev.skep.vm.run.Op.immediate;
import static dev.skep.vm.run.Op.offset;
import static dev.skep.vm.run.Op.src;

import dev.skep.isa.AtomicOperation;
import dev.skep.vm.memory.Atomics;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Memory;

/**
 * Runs the compact form, one switch over {@link Op}. Every instruction costs one of the budget.
 *
 * <p>The loop stays under HotSpot's limit of 8,000 bytes of bytecode a method, over which a method
 * is never compiled.
 */
final class Interpreter {
  private static final AtomicOperation[] ATOMIC_OPERATIONS = AtomicOperation.values();

  private Interpreter() {}

  /**
   * Runs from an instruction until the frame that is current now exits.
   *
   * <p>A trap leaves in {@link Execution#budget} what is left after the instruction that trapped; a
   * call has put it there before.
   *
   * @return R0
   */
  static long run(Executable start, Execution run, long[] r, int entry) {
    Executable program = start;
    Memory memory = run.memory();
    long[] words = program.words;
    long budget = run.budget;
    int base = run.depth();
    int pc = entry;
    try {
      while (true) {
        if (--budget < 0) {
          pc++;
          budget = 0;
          run.budget = 0;
          throw new Fault("the budget of instructions=" + run.budgetAtStart() + " is spent");
        }
        long word = words[pc++];
        switch ((int) word & 0xff) {
          case Op.ADD32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] + (int) r[src(word)]);
          case Op.ADD32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] + immediate(word));
          case Op.ADD64_REG -> r[dst(word)] += r[src(word)];
          case Op.ADD64_IMM -> r[dst(word)] += immediate(word);
          case Op.SUB32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] - (int) r[src(word)]);
          case Op.SUB32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] - immediate(word));
          case Op.SUB64_REG -> r[dst(word)] -= r[src(word)];
          case Op.SUB64_IMM -> r[dst(word)] -= immediate(word);
          case Op.MUL32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] * (int) r[src(word)]);
          case Op.MUL32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] * immediate(word));
          case Op.MUL64_REG -> r[dst(word)] *= r[src(word)];
          case Op.MUL64_IMM -> r[dst(word)] *= immediate(word);
          case Op.DIV32_REG -> r[dst(word)] = Division.divide32(r[dst(word)], (int) r[src(word)]);
          case Op.DIV32_IMM -> r[dst(word)] = Division.divide32(r[dst(word)], immediate(word));
          case Op.DIV64_REG -> r[dst(word)] = Division.divide64(r[dst(word)], r[src(word)]);
          case Op.DIV64_IMM -> r[dst(word)] = Division.divide64(r[dst(word)], immediate(word));
          case Op.OR32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] | (int) r[src(word)]);
          case Op.OR32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] | immediate(word));
          case Op.OR64_REG -> r[dst(word)] |= r[src(word)];
          case Op.OR64_IMM -> r[dst(word)] |= immediate(word);
          case Op.AND32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] & (int) r[src(word)]);
          case Op.AND32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] & immediate(word));
          case Op.AND64_REG -> r[dst(word)] &= r[src(word)];
          case Op.AND64_IMM -> r[dst(word)] &= immediate(word);
          case Op.LSH32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] << (int) r[src(word)]);
          case Op.LSH32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] << immediate(word));
          case Op.LSH64_REG -> r[dst(word)] <<= r[src(word)];
          case Op.LSH64_IMM -> r[dst(word)] <<= immediate(word);
          case Op.RSH32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] >>> (int) r[src(word)]);
          case Op.RSH32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] >>> immediate(word));
          case Op.RSH64_REG -> r[dst(word)] >>>= r[src(word)];
          case Op.RSH64_IMM -> r[dst(word)] >>>= immediate(word);
          case Op.MOD32_REG -> r[dst(word)] = Division.modulo32(r[dst(word)], (int) r[src(word)]);
          case Op.MOD32_IMM -> r[dst(word)] = Division.modulo32(r[dst(word)], immediate(word));
          case Op.MOD64_REG -> r[dst(word)] = Division.modulo64(r[dst(word)], r[src(word)]);
          case Op.MOD64_IMM -> r[dst(word)] = Division.modulo64(r[dst(word)], immediate(word));
          case Op.XOR32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] ^ (int) r[src(word)]);
          case Op.XOR32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] ^ immediate(word));
          case Op.XOR64_REG -> r[dst(word)] ^= r[src(word)];
          case Op.XOR64_IMM -> r[dst(word)] ^= immediate(word);
          case Op.ARSH32_REG -> r[dst(word)] = unsigned((int) r[dst(word)] >> (int) r[src(word)]);
          case Op.ARSH32_IMM -> r[dst(word)] = unsigned((int) r[dst(word)] >> immediate(word));
          case Op.ARSH64_REG -> r[dst(word)] >>= r[src(word)];
          case Op.ARSH64_IMM -> r[dst(word)] >>= immediate(word);
          case Op.SDIV32_REG ->
              r[dst(word)] = Division.signedDivide32(r[dst(word)], (int) r[src(word)]);
          case Op.SDIV32_IMM ->
              r[dst(word)] = Division.signedDivide32(r[dst(word)], immediate(word));
          case Op.SDIV64_REG -> r[dst(word)] = Division.signedDivide64(r[dst(word)], r[src(word)]);
          case Op.SDIV64_IMM ->
              r[dst(word)] = Division.signedDivide64(r[dst(word)], immediate(word));
          case Op.SMOD32_REG ->
              r[dst(word)] = Division.signedModulo32(r[dst(word)], (int) r[src(word)]);
          case Op.SMOD32_IMM ->
              r[dst(word)] = Division.signedModulo32(r[dst(word)], immediate(word));
          case Op.SMOD64_REG -> r[dst(word)] = Division.signedModulo64(r[dst(word)], r[src(word)]);
          case Op.SMOD64_IMM ->
              r[dst(word)] = Division.signedModulo64(r[dst(word)], immediate(word));
          case Op.JEQ32_REG -> {
            if ((int) r[dst(word)] == (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JEQ32_IMM -> {
            if ((int) r[dst(word)] == immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JEQ64_REG -> {
            if (r[dst(word)] == r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JEQ64_IMM -> {
            if (r[dst(word)] == immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JGT32_REG -> {
            if (above((int) r[dst(word)], (int) r[src(word)])) {
              pc += offset(word);
            }
          }
          case Op.JGT32_IMM -> {
            if (above((int) r[dst(word)], immediate(word))) {
              pc += offset(word);
            }
          }
          case Op.JGT64_REG -> {
            if (above(r[dst(word)], r[src(word)])) {
              pc += offset(word);
            }
          }
          case Op.JGT64_IMM -> {
            if (above(r[dst(word)], immediate(word))) {
              pc += offset(word);
            }
          }
          case Op.JGE32_REG -> {
            if (!above((int) r[src(word)], (int) r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JGE32_IMM -> {
            if (!above(immediate(word), (int) r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JGE64_REG -> {
            if (!above(r[src(word)], r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JGE64_IMM -> {
            if (!above(immediate(word), r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JSET32_REG -> {
            if (((int) r[dst(word)] & (int) r[src(word)]) != 0) {
              pc += offset(word);
            }
          }
          case Op.JSET32_IMM -> {
            if (((int) r[dst(word)] & immediate(word)) != 0) {
              pc += offset(word);
            }
          }
          case Op.JSET64_REG -> {
            if ((r[dst(word)] & r[src(word)]) != 0) {
              pc += offset(word);
            }
          }
          case Op.JSET64_IMM -> {
            if ((r[dst(word)] & immediate(word)) != 0) {
              pc += offset(word);
            }
          }
          case Op.JNE32_REG -> {
            if ((int) r[dst(word)] != (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JNE32_IMM -> {
            if ((int) r[dst(word)] != immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JNE64_REG -> {
            if (r[dst(word)] != r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JNE64_IMM -> {
            if (r[dst(word)] != immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSGT32_REG -> {
            if ((int) r[dst(word)] > (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSGT32_IMM -> {
            if ((int) r[dst(word)] > immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSGT64_REG -> {
            if (r[dst(word)] > r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSGT64_IMM -> {
            if (r[dst(word)] > immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSGE32_REG -> {
            if ((int) r[dst(word)] >= (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSGE32_IMM -> {
            if ((int) r[dst(word)] >= immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSGE64_REG -> {
            if (r[dst(word)] >= r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSGE64_IMM -> {
            if (r[dst(word)] >= immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JLT32_REG -> {
            if (above((int) r[src(word)], (int) r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLT32_IMM -> {
            if (above(immediate(word), (int) r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLT64_REG -> {
            if (above(r[src(word)], r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLT64_IMM -> {
            if (above(immediate(word), r[dst(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLE32_REG -> {
            if (!above((int) r[dst(word)], (int) r[src(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLE32_IMM -> {
            if (!above((int) r[dst(word)], immediate(word))) {
              pc += offset(word);
            }
          }
          case Op.JLE64_REG -> {
            if (!above(r[dst(word)], r[src(word)])) {
              pc += offset(word);
            }
          }
          case Op.JLE64_IMM -> {
            if (!above(r[dst(word)], immediate(word))) {
              pc += offset(word);
            }
          }
          case Op.JSLT32_REG -> {
            if ((int) r[dst(word)] < (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSLT32_IMM -> {
            if ((int) r[dst(word)] < immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSLT64_REG -> {
            if (r[dst(word)] < r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSLT64_IMM -> {
            if (r[dst(word)] < immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSLE32_REG -> {
            if ((int) r[dst(word)] <= (int) r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSLE32_IMM -> {
            if ((int) r[dst(word)] <= immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.JSLE64_REG -> {
            if (r[dst(word)] <= r[src(word)]) {
              pc += offset(word);
            }
          }
          case Op.JSLE64_IMM -> {
            if (r[dst(word)] <= immediate(word)) {
              pc += offset(word);
            }
          }
          case Op.MOV32_REG -> r[dst(word)] = unsigned((int) r[src(word)]);
          case Op.MOV32_IMM -> r[dst(word)] = unsigned(immediate(word));
          case Op.MOV64_REG -> r[dst(word)] = r[src(word)];
          case Op.MOV64_IMM -> r[dst(word)] = immediate(word);
          case Op.MOVSX32_8 -> r[dst(word)] = unsigned((byte) r[src(word)]);
          case Op.MOVSX32_16 -> r[dst(word)] = unsigned((short) r[src(word)]);
          case Op.MOVSX64_8 -> r[dst(word)] = (byte) r[src(word)];
          case Op.MOVSX64_16 -> r[dst(word)] = (short) r[src(word)];
          case Op.MOVSX64_32 -> r[dst(word)] = (int) r[src(word)];
          case Op.NEG32 -> r[dst(word)] = unsigned(-(int) r[dst(word)]);
          case Op.NEG64 -> r[dst(word)] = -r[dst(word)];
          case Op.SWAP16 -> r[dst(word)] = Short.reverseBytes((short) r[dst(word)]) & 0xffffL;
          case Op.SWAP32 -> r[dst(word)] = unsigned(Integer.reverseBytes((int) r[dst(word)]));
          case Op.SWAP64 -> r[dst(word)] = Long.reverseBytes(r[dst(word)]);
          case Op.ZEXT16 -> r[dst(word)] &= 0xffffL;
          case Op.CONSTANT -> r[dst(word)] = program.constants[immediate(word)];
          case Op.LDXB -> r[dst(word)] = memory.loadByte(r[src(word)] + offset(word)) & 0xffL;
          case Op.LDXH -> r[dst(word)] = memory.loadShort(r[src(word)] + offset(word)) & 0xffffL;
          case Op.LDXW -> r[dst(word)] = memory.loadWord(r[src(word)] + offset(word));
          case Op.LDXDW -> r[dst(word)] = memory.loadLong(r[src(word)] + offset(word));
          case Op.LDSB -> r[dst(word)] = memory.loadByte(r[src(word)] + offset(word));
          case Op.LDSH -> r[dst(word)] = memory.loadShort(r[src(word)] + offset(word));
          case Op.LDSW -> r[dst(word)] = memory.loadInt(r[src(word)] + offset(word));
          case Op.STXB -> memory.storeByte(r[dst(word)] + offset(word), (byte) r[src(word)]);
          case Op.STXH -> memory.storeShort(r[dst(word)] + offset(word), (short) r[src(word)]);
          case Op.STXW -> memory.storeInt(r[dst(word)] + offset(word), (int) r[src(word)]);
          case Op.STXDW -> memory.storeLong(r[dst(word)] + offset(word), r[src(word)]);
          case Op.STB -> memory.storeByte(r[dst(word)] + offset(word), (byte) immediate(word));
          case Op.STH -> memory.storeShort(r[dst(word)] + offset(word), (short) immediate(word));
          case Op.STW -> memory.storeInt(r[dst(word)] + offset(word), immediate(word));
          case Op.STDW -> memory.storeLong(r[dst(word)] + offset(word), immediate(word));
          case Op.ATOMIC32 -> atomic32(memory, r, word);
          case Op.ATOMIC64 -> atomic64(memory, r, word);
          case Op.LOAD_ACQUIRE ->
              r[dst(word)] =
                  Atomics.loadAcquire(memory, immediate(word), r[src(word)] + offset(word));
          case Op.STORE_RELEASE ->
              Atomics.storeRelease(
                  memory, immediate(word), r[dst(word)] + offset(word), r[src(word)]);
          case Op.PACKET_ABSOLUTE, Op.PACKET_INDIRECT -> {
            long index = Op.operation(word) == Op.PACKET_INDIRECT ? (int) r[src(word)] : 0;
            r[0] = PacketLoad.load(run, index + immediate(word), offset(word));
            if (r[0] < 0) {
              r[0] = 0;
              if (run.depth() == base) {
                run.budget = budget;
                return 0;
              }
              pc = run.popFrame(r);
              program = run.current();
              words = program.words;
            }
          }
          case Op.JA -> pc += immediate(word);
          case Op.MAY_GOTO -> {
            if (!run.loop()) {
              pc += offset(word);
            }
          }
          case Op.CALL_HELPER, Op.CALL_REGISTER -> {
            run.budget = budget;
            if (Op.operation(word) == Op.CALL_REGISTER && FunctionAddress.isOne(r[src(word)])) {
              int function = program.function(r[src(word)]);
              run.pushFrame(program, r, pc);
              pc = function;
            } else {
              boolean five = call(program, run, r, word);
              budget = run.budget;
              if (five && program.unwinds && r[0] == 0) {
                throw new Unwinding();
              }
              if (run.takeTailCall()) {
                program = run.current();
                words = program.words;
                pc = 0;
              }
            }
          }
          case Op.CALL_LOCAL -> {
            run.pushFrame(program, r, pc);
            pc = immediate(word);
          }
          case Op.EXIT -> {
            if (run.depth() == base) {
              run.budget = budget;
              return r[0];
            }
            pc = run.popFrame(r);
            program = run.current();
            words = program.words;
          }
          default -> throw new Fault("the program ran past its last instruction");
        }
      }
    } catch (Fault fault) {
      if (!Op.isCall(words[pc - 1])) {
        run.budget = budget;
      }
      throw Execution.trap(program, pc - 1, fault.what());
    }
  }

  private static long unsigned(int value) {
    return value & 0xffff_ffffL;
  }

  private static boolean above(long one, long other) {
    return Long.compareUnsigned(one, other) > 0;
  }

  private static boolean above(int one, int other) {
    return Integer.compareUnsigned(one, other) > 0;
  }

  private static void atomic32(Memory memory, long[] r, long word) {
    int code = immediate(word);
    boolean fetch = (code & 1) != 0;
    AtomicOperation operation = ATOMIC_OPERATIONS[code >>> 1];
    long address = r[dst(word)] + offset(word);
    long before =
        Atomics.applyInt(memory, operation, fetch, address, (int) r[src(word)], (int) r[0]);
    if (fetch) {
      r[operation == AtomicOperation.CMPXCHG ? 0 : src(word)] = before;
    }
  }

  private static void atomic64(Memory memory, long[] r, long word) {
    int code = immediate(word);
    boolean fetch = (code & 1) != 0;
    AtomicOperation operation = ATOMIC_OPERATIONS[code >>> 1];
    long address = r[dst(word)] + offset(word);
    long before = Atomics.apply(memory, operation, fetch, address, r[src(word)], r[0]);
    if (fetch) {
      r[operation == AtomicOperation.CMPXCHG ? 0 : src(word)] = before;
    }
  }

  /** Calls a helper by index or, for callx, by the number in a register; whether it is number 5. */
  private static boolean call(Executable program, Execution run, long[] r, long word) {
    HelperFunction helper;
    boolean five;
    if (Op.operation(word) == Op.CALL_HELPER) {
      helper = program.helpers[immediate(word)];
      five = offset(word) != 0;
    } else {
      long id = r[src(word)];
      helper = program.helperInRegister(id);
      five = id == 5;
    }
    r[0] = helper.call(run, r[1], r[2], r[3], r[4], r[5]);
    return five;
  }
}
