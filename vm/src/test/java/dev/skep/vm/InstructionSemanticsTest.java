package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.engine.LoadOptions;
import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.ByteSwap;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.JumpIf;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.StoreRegister;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every arithmetic operation and condition on every pair of values at the edges, against the
 * definitions of RFC 9669 written with unbounded integers.
 */
class InstructionSemanticsTest {
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    5,
    7,
    31,
    32,
    33,
    63,
    64,
    65,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1234_5678_9abc_def0L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1,
    -2,
    -7,
    -128,
    -32768,
    Integer.MIN_VALUE,
    0xfedc_ba98_7654_3210L
  };

  private static final BigInteger TWO = BigInteger.TWO;

  private static long run(Instruction... body) {
    List<Instruction> code = new ArrayList<>(Arrays.asList(body));
    code.add(new Exit());
    Code program = Code.of(code);
    long result = run(program, RunMode.INTERPRET);
    // A class for each of so many programs takes long: some of them show that both agree.
    if (program.hashCode() % 32 == 0) {
      assertEquals(result, run(program, RunMode.JIT), () -> "compiled: " + code);
    }
    return result;
  }

  private static long run(Code program, RunMode mode) {
    return RawProgram.of(program, LoadOptions.DEFAULT, mode).run(new byte[0]);
  }

  private static BigInteger unsigned(long value, int bits) {
    return BigInteger.valueOf(value).mod(TWO.pow(bits));
  }

  private static BigInteger signed(long value, int bits) {
    BigInteger number = unsigned(value, bits);
    return number.testBit(bits - 1) ? number.subtract(TWO.pow(bits)) : number;
  }

  private static long truncated(BigInteger value, int bits) {
    return value.mod(TWO.pow(bits)).longValue();
  }

  private static long expected(AluOperation operation, int bits, long dst, long src) {
    BigInteger a = unsigned(dst, bits);
    BigInteger b = unsigned(src, bits);
    BigInteger sa = signed(dst, bits);
    BigInteger sb = signed(src, bits);
    int shift = b.intValue() & (bits - 1);
    boolean zero = b.signum() == 0;
    return truncated(
        switch (operation) {
          case ADD -> a.add(b);
          case SUB -> a.subtract(b);
          case MUL -> a.multiply(b);
          case DIV -> zero ? BigInteger.ZERO : a.divide(b);
          case MOD -> zero ? a : a.mod(b);
          case SDIV -> zero ? BigInteger.ZERO : sa.divide(sb);
          case SMOD -> zero ? a : sa.remainder(sb);
          case OR -> a.or(b);
          case AND -> a.and(b);
          case XOR -> a.xor(b);
          case LSH -> a.shiftLeft(shift);
          case RSH -> a.shiftRight(shift);
          case ARSH -> sa.shiftRight(shift);
        },
        bits);
  }

  @ParameterizedTest
  @EnumSource
  void arithmetic(AluOperation operation) {
    for (Width width : Width.values()) {
      for (long dst : EDGES) {
        for (long src : EDGES) {
          String what = operation + " " + width + " " + dst + ", " + src;
          long wanted = expected(operation, width.bits(), dst, src);
          long register =
              run(
                  LoadImmediate64.of(R0, dst),
                  LoadImmediate64.of(R1, src),
                  new Alu(width, operation, R0, R1));
          assertEquals(wanted, register, what);
          if (src == (int) src) {
            long immediate =
                run(
                    LoadImmediate64.of(R0, dst),
                    new Alu(width, operation, R0, Operand.of((int) src)));
            assertEquals(wanted, immediate, what + " immediate");
          }
        }
      }
    }
  }

  private static boolean holds(Condition condition, int bits, long dst, long src) {
    int unsignedOrder = unsigned(dst, bits).compareTo(unsigned(src, bits));
    int signedOrder = signed(dst, bits).compareTo(signed(src, bits));
    return switch (condition) {
      case EQUAL -> unsignedOrder == 0;
      case NOT_EQUAL -> unsignedOrder != 0;
      case UNSIGNED_GREATER -> unsignedOrder > 0;
      case UNSIGNED_GREATER_OR_EQUAL -> unsignedOrder >= 0;
      case UNSIGNED_LESS -> unsignedOrder < 0;
      case UNSIGNED_LESS_OR_EQUAL -> unsignedOrder <= 0;
      case SIGNED_GREATER -> signedOrder > 0;
      case SIGNED_GREATER_OR_EQUAL -> signedOrder >= 0;
      case SIGNED_LESS -> signedOrder < 0;
      case SIGNED_LESS_OR_EQUAL -> signedOrder <= 0;
      case BITS_SET -> unsigned(dst, bits).and(unsigned(src, bits)).signum() != 0;
    };
  }

  @ParameterizedTest
  @EnumSource
  void conditions(Condition condition) {
    for (Width width : Width.values()) {
      for (long dst : EDGES) {
        for (long src : EDGES) {
          String what = condition + " " + width + " " + dst + ", " + src;
          long wanted = holds(condition, width.bits(), dst, src) ? 1 : 0;
          Instruction skip = new Move(Width.W64, R0, Operand.of(0));
          assertEquals(
              wanted,
              run(
                  LoadImmediate64.of(R2, dst),
                  LoadImmediate64.of(R1, src),
                  new Move(Width.W64, R0, Operand.of(1)),
                  new JumpIf(width, condition, R2, R1, (short) 1),
                  skip),
              what);
          if (src == (int) src) {
            assertEquals(
                wanted,
                run(
                    LoadImmediate64.of(R2, dst),
                    new Move(Width.W64, R0, Operand.of(1)),
                    new JumpIf(width, condition, R2, Operand.of((int) src), (short) 1),
                    skip),
                what + " immediate");
          }
        }
      }
    }
  }

  @Test
  void moves() {
    for (long value : EDGES) {
      assertEquals(value, run(LoadImmediate64.of(R1, value), new Move(Width.W64, R0, R1)));
      assertEquals(
          truncated(BigInteger.valueOf(value), 32),
          run(LoadImmediate64.of(R1, value), new Move(Width.W32, R0, R1)));
      assertEquals(
          signed(value, 32).longValue(), run(new Move(Width.W64, R0, Operand.of((int) value))));
      assertEquals(
          (int) value & 0xffff_ffffL, run(new Move(Width.W32, R0, Operand.of((int) value))));
      for (Width width : Width.values()) {
        for (int bits : width == Width.W64 ? new int[] {8, 16, 32} : new int[] {8, 16}) {
          assertEquals(
              truncated(signed(value, bits), width.bits()),
              run(LoadImmediate64.of(R1, value), new MoveSignExtended(width, bits, R0, R1)));
        }
        assertEquals(
            truncated(BigInteger.valueOf(value).negate(), width.bits()),
            run(LoadImmediate64.of(R0, value), new Negate(width, R0)));
      }
    }
  }

  @Test
  void byteSwaps() {
    long value = 0x0102_0304_0506_0708L;
    long[][] wanted = {
      {0x0708, 0x0807, 0x0807},
      {0x0506_0708, 0x0807_0605, 0x0807_0605},
      {value, 0x0807_0605_0403_0201L, 0x0807_0605_0403_0201L}
    };
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    int[] columns = little ? new int[] {0, 1, 2} : new int[] {1, 0, 2};
    for (int row = 0; row < 3; row++) {
      for (ByteSwap.Order order : ByteSwap.Order.values()) {
        assertEquals(
            wanted[row][columns[order.ordinal()]],
            run(LoadImmediate64.of(R0, value), new ByteSwap(order, 16 << row, R0)),
            order + " " + (16 << row));
      }
    }
  }

  @Test
  void loadsAndStores() {
    for (MemorySize size : MemorySize.values()) {
      for (long value : EDGES) {
        for (int offset : new int[] {-8, -13}) {
          Instruction fill = new StoreRegister(MemorySize.DW, R10, (short) offset, R2);
          Instruction store = new StoreRegister(size, R10, (short) offset, R1);
          assertEquals(
              truncated(BigInteger.valueOf(value), size.bits()),
              run(
                  LoadImmediate64.of(R1, value),
                  LoadImmediate64.of(R2, -1),
                  fill,
                  store,
                  new Load(size, false, R0, R10, (short) offset)));
          if (size != MemorySize.DW) {
            assertEquals(
                signed(value, size.bits()).longValue(),
                run(
                    LoadImmediate64.of(R1, value),
                    LoadImmediate64.of(R2, 0),
                    fill,
                    store,
                    new Load(size, true, R0, R10, (short) offset)));
          }
        }
        assertEquals(
            truncated(BigInteger.valueOf(value), size.bits()),
            run(
                LoadImmediate64.of(R1, value),
                new StoreRelease(size, R10, (short) -8, R1),
                new LoadAcquire(size, R0, R10, (short) -8)));
      }
    }
  }

  private static long combined(AtomicOperation operation, int bits, long old, long operand) {
    BigInteger a = unsigned(old, bits);
    BigInteger b = unsigned(operand, bits);
    return truncated(
        switch (operation) {
          case ADD -> a.add(b);
          case OR -> a.or(b);
          case AND -> a.and(b);
          case XOR -> a.xor(b);
          case XCHG -> b;
          // R0 is compared: the test below expects the old value in it.
          case CMPXCHG -> b;
        },
        bits);
  }

  @ParameterizedTest
  @EnumSource
  void atomics(AtomicOperation operation) {
    boolean alwaysFetches =
        operation == AtomicOperation.XCHG || operation == AtomicOperation.CMPXCHG;
    for (MemorySize size : new MemorySize[] {MemorySize.W, MemorySize.DW}) {
      for (long old : EDGES) {
        for (long operand : EDGES) {
          for (boolean fetch : alwaysFetches ? new boolean[] {true} : new boolean[] {true, false}) {
            Instruction[] body = {
              LoadImmediate64.of(R1, old),
              LoadImmediate64.of(R2, operand),
              new Move(Width.W64, R0, R1),
              new StoreRegister(size, R10, (short) -8, R1),
              new Atomic(size, operation, fetch, R10, (short) -8, R2)
            };
            String what = operation + " " + size + " " + old + ", " + operand + " fetch=" + fetch;
            List<Instruction> after = new ArrayList<>(Arrays.asList(body));
            after.add(new Load(size, false, R0, R10, (short) -8));
            assertEquals(
                combined(operation, size.bits(), old, operand),
                run(after.toArray(Instruction[]::new)),
                what);
            List<Instruction> fetched = new ArrayList<>(Arrays.asList(body));
            boolean inR0 = operation == AtomicOperation.CMPXCHG;
            fetched.add(new Move(Width.W64, R0, inR0 ? R0 : R2));
            long before = truncated(BigInteger.valueOf(old), size.bits());
            assertEquals(fetch ? before : operand, run(fetched.toArray(Instruction[]::new)), what);
          }
        }
      }
    }
  }

  @Test
  void aFailedCompareAndExchangeLeavesMemory() {
    assertEquals(
        5,
        run(
            LoadImmediate64.of(R1, 5),
            LoadImmediate64.of(R2, 9),
            LoadImmediate64.of(R0, 6),
            new StoreRegister(MemorySize.DW, R10, (short) -8, R1),
            new Atomic(MemorySize.DW, AtomicOperation.CMPXCHG, true, R10, (short) -8, R2),
            new Alu(Width.W64, AluOperation.SUB, R0, Operand.of(5)),
            new Load(MemorySize.DW, false, R1, R10, (short) -8),
            new Alu(Width.W64, AluOperation.ADD, R0, R1)));
  }
}
