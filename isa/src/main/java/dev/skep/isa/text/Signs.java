package dev.skep.isa.text;

import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.Locale;

/** The words and operator signs that the kernel's and LLVM's spelling share. */
final class Signs {
  private Signs() {}

  static String of(AluOperation operation) {
    return switch (operation) {
      case ADD -> "+=";
      case SUB -> "-=";
      case MUL -> "*=";
      case DIV -> "/=";
      case OR -> "|=";
      case AND -> "&=";
      case LSH -> "<<=";
      case RSH -> ">>=";
      case MOD -> "%=";
      case XOR -> "^=";
      case ARSH -> "s>>=";
      case SDIV -> "s/=";
      case SMOD -> "s%=";
    };
  }

  static String of(Condition condition) {
    return switch (condition) {
      case EQUAL -> "==";
      case UNSIGNED_GREATER -> ">";
      case UNSIGNED_GREATER_OR_EQUAL -> ">=";
      case BITS_SET -> "&";
      case NOT_EQUAL -> "!=";
      case SIGNED_GREATER -> "s>";
      case SIGNED_GREATER_OR_EQUAL -> "s>=";
      case UNSIGNED_LESS -> "<";
      case UNSIGNED_LESS_OR_EQUAL -> "<=";
      case SIGNED_LESS -> "s<";
      case SIGNED_LESS_OR_EQUAL -> "s<=";
    };
  }

  /** The sign of an atomic operation that has one: {@code +=} … {@code ^=}. */
  static String of(AtomicOperation operation) {
    return switch (operation) {
      case ADD -> "+=";
      case OR -> "|=";
      case AND -> "&=";
      case XOR -> "^=";
      case XCHG, CMPXCHG ->
          throw new IllegalArgumentException(operation + " has no sign, it always fetches");
    };
  }

  /** The word of an atomic operation in function form: {@code add} … {@code cmpxchg}. */
  static String word(AtomicOperation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  /** The function that swaps bytes: {@code be16}, {@code bswap64}. */
  static String of(Instruction.ByteSwap swap) {
    return switch (swap.order()) {
          case TO_LITTLE_ENDIAN -> "le";
          case TO_BIG_ENDIAN -> "be";
          case SWAP -> "bswap";
        }
        + swap.bits();
  }

  static String type(MemorySize size, boolean signed) {
    return (signed ? "s" : "u") + size.bits();
  }

  static String register(Width width, Register register) {
    return (width == Width.W32 ? "w" : "r") + register.number();
  }

  /** A register in an instruction's width, or an immediate in signed decimal. */
  static String decimal(Width width, Operand operand) {
    return switch (operand) {
      case Register register -> register(width, register);
      case Operand.Immediate(int value) -> Integer.toString(value);
    };
  }

  /** A number with its sign, {@code +} included, in decimal. */
  static String signed(int number) {
    return number < 0 ? Integer.toString(number) : "+" + number;
  }

  /** A number in hexadecimal after its sign, as LLVM prints: {@code -0x8}. */
  static String hex(long number) {
    return number < 0 ? "-0x" + Long.toHexString(-number) : "0x" + Long.toHexString(number);
  }
}
