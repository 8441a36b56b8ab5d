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
import org.jspecify.annotations.Nullable;

/** One line of the mnemonic dialect. */
final class MnemonicStatement {
  private final LineScanner scanner;
  private final Draft draft;

  MnemonicStatement(LineScanner scanner, Draft draft) {
    this.scanner = scanner;
    this.draft = draft;
  }

  /** Adds what the line says to the draft. */
  void read() {
    scanner.labels(draft);
    if (scanner.atEnd()) {
      return;
    }
    int start = scanner.position();
    String mnemonic = scanner.name("a mnemonic");
    boolean known =
        control(mnemonic) || memory(mnemonic) || jumpIf(mnemonic) || arithmetic(mnemonic);
    if (!known) {
      throw scanner.errorAt(start, "unknown mnemonic \"" + mnemonic + "\"");
    }
    scanner.expectEnd();
  }

  private boolean control(String mnemonic) {
    switch (mnemonic) {
      case "exit" -> {
        draft.defaultLabel("exit");
        draft.add(new Instruction.Exit());
      }
      case "ja" -> draft.add(scanner.target(false), offset -> new Instruction.Jump(false, offset));
      case "ja32" -> draft.add(scanner.target(true), offset -> new Instruction.Jump(true, offset));
      case "call" -> call();
      case "callx" -> draft.add(new Instruction.CallRegister(register()));
      case "lock" -> draft.add(lock());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** {@code call 5}, {@code call helper 5}, {@code call local f}, {@code call runtime 7}. */
  private void call() {
    if (scanner.sees("%")) {
      draft.add(new Instruction.CallRegister(register()));
    } else if (scanner.acceptsWord("local")) {
      draft.add(scanner.target(true), Instruction.CallSubprogram::new);
    } else if (scanner.acceptsWord("runtime")) {
      draft.add(new Instruction.CallKfunc(scanner.int32("function"), (short) 0));
    } else {
      if (scanner.acceptsWord("helper") && !scanner.seesNumber()) {
        throw scanner.expected("a helper's number");
      }
      draft.add(new Instruction.CallHelper(scanner.int32("helper")));
    }
  }

  private Instruction lock() {
    int start = scanner.position();
    String word = scanner.name("an atomic operation");
    boolean fetch = word.equals("fetch") || word.startsWith("fetch_");
    if (fetch) {
      word = word.equals("fetch") ? scanner.name("an atomic operation") : word.substring(6);
    }
    for (AtomicOperation operation : AtomicOperation.values()) {
      String name = operation.name().toLowerCase(Locale.ROOT);
      if (word.equals(name) || word.equals(name + "32")) {
        MemorySize size = word.endsWith("32") ? MemorySize.W : MemorySize.DW;
        Address at = address();
        scanner.expect(",");
        boolean old = fetch || operation.alwaysFetches();
        return new Instruction.Atomic(size, operation, old, at.base(), at.offset(), register());
      }
    }
    throw scanner.errorAt(start, "unknown atomic operation \"" + word + "\"");
  }

  /** Loads and stores: whether the mnemonic is one. */
  private boolean memory(String mnemonic) {
    if (mnemonic.equals("lddw")) {
      Register dst = register();
      scanner.expect(",");
      draft.add(Instruction.LoadImmediate64.of(dst, scanner.number().bits()));
      return true;
    }
    String[] prefixes = {"ldxs", "ldx", "stx", "st"};
    for (String prefix : prefixes) {
      MemorySize size =
          mnemonic.startsWith(prefix) ? size(mnemonic.substring(prefix.length())) : null;
      if (size != null && !(size == MemorySize.DW && prefix.equals("ldxs"))) {
        draft.add(prefix.startsWith("l") ? load(prefix, size) : store(prefix, size));
        return true;
      }
    }
    return false;
  }

  private static @Nullable MemorySize size(String suffix) {
    return switch (suffix) {
      case "b" -> MemorySize.B;
      case "h" -> MemorySize.H;
      case "w" -> MemorySize.W;
      case "dw" -> MemorySize.DW;
      default -> null;
    };
  }

  private Instruction load(String prefix, MemorySize size) {
    Register dst = register();
    scanner.expect(",");
    Address from = address();
    return new Instruction.Load(size, prefix.equals("ldxs"), dst, from.base(), from.offset());
  }

  private Instruction store(String prefix, MemorySize size) {
    Address to = address();
    scanner.expect(",");
    return prefix.equals("stx")
        ? new Instruction.StoreRegister(size, to.base(), to.offset(), register())
        : new Instruction.StoreImmediate(size, to.base(), to.offset(), scanner.int32("immediate"));
  }

  private boolean jumpIf(String mnemonic) {
    Width width = mnemonic.endsWith("32") ? Width.W32 : Width.W64;
    Condition condition = condition(without32(mnemonic));
    if (condition == null) {
      return false;
    }
    Register left = register();
    scanner.expect(",");
    Operand right = operand();
    scanner.expect(",");
    draft.add(
        scanner.target(false),
        offset -> new Instruction.JumpIf(width, condition, left, right, (short) offset));
    return true;
  }

  private static @Nullable Condition condition(String mnemonic) {
    return switch (mnemonic) {
      case "jeq" -> Condition.EQUAL;
      case "jgt" -> Condition.UNSIGNED_GREATER;
      case "jge" -> Condition.UNSIGNED_GREATER_OR_EQUAL;
      case "jset" -> Condition.BITS_SET;
      case "jne" -> Condition.NOT_EQUAL;
      case "jsgt" -> Condition.SIGNED_GREATER;
      case "jsge" -> Condition.SIGNED_GREATER_OR_EQUAL;
      case "jlt" -> Condition.UNSIGNED_LESS;
      case "jle" -> Condition.UNSIGNED_LESS_OR_EQUAL;
      case "jslt" -> Condition.SIGNED_LESS;
      case "jsle" -> Condition.SIGNED_LESS_OR_EQUAL;
      default -> null;
    };
  }

  private boolean arithmetic(String mnemonic) {
    Width width = mnemonic.endsWith("32") ? Width.W32 : Width.W64;
    String name = without32(mnemonic);
    if (name.equals("neg")) {
      draft.add(new Instruction.Negate(width, register()));
    } else if (name.equals("mov")) {
      Register dst = register();
      scanner.expect(",");
      draft.add(new Instruction.Move(width, dst, operand()));
    } else {
      AluOperation operation = operation(name);
      if (operation == null) {
        return byteSwap(mnemonic) || signExtension(mnemonic);
      }
      Register dst = register();
      scanner.expect(",");
      draft.add(new Instruction.Alu(width, operation, dst, operand()));
    }
    return true;
  }

  private static @Nullable AluOperation operation(String mnemonic) {
    for (AluOperation operation : AluOperation.values()) {
      if (mnemonic.equals(operation.name().toLowerCase(Locale.ROOT))) {
        return operation;
      }
    }
    return null;
  }

  private boolean byteSwap(String mnemonic) {
    Instruction.ByteSwap.Order order =
        switch (withoutBits(mnemonic)) {
          case "le" -> Instruction.ByteSwap.Order.TO_LITTLE_ENDIAN;
          case "be" -> Instruction.ByteSwap.Order.TO_BIG_ENDIAN;
          case "swap", "bswap" -> Instruction.ByteSwap.Order.SWAP;
          default -> null;
        };
    if (order == null) {
      return false;
    }
    int bits = Integer.parseInt(mnemonic.substring(mnemonic.length() - 2));
    draft.add(new Instruction.ByteSwap(order, bits, register()));
    return true;
  }

  /** {@code movsx832}: from 8 to 32 bits. */
  private boolean signExtension(String mnemonic) {
    int fromBits =
        switch (mnemonic) {
          case "movsx832", "movsx864" -> 8;
          case "movsx1632", "movsx1664" -> 16;
          case "movsx3264" -> 32;
          default -> 0;
        };
    if (fromBits == 0) {
      return false;
    }
    Width width = mnemonic.endsWith("32") ? Width.W32 : Width.W64;
    Register dst = register();
    scanner.expect(",");
    draft.add(new Instruction.MoveSignExtended(width, fromBits, dst, register()));
    return true;
  }

  /** The mnemonic without 16, 32 or 64 at its end; empty if it has none. */
  private static String withoutBits(String mnemonic) {
    boolean bits = mnemonic.endsWith("16") || mnemonic.endsWith("32") || mnemonic.endsWith("64");
    return bits ? mnemonic.substring(0, mnemonic.length() - 2) : "";
  }

  private static String without32(String mnemonic) {
    return mnemonic.endsWith("32") ? mnemonic.substring(0, mnemonic.length() - 2) : mnemonic;
  }

  private record Address(Register base, short offset) {}

  /** {@code [%r1+8]}. */
  private Address address() {
    scanner.expect("[");
    Register base = register();
    short offset = scanner.sees("]") ? 0 : offset();
    scanner.expect("]");
    return new Address(base, offset);
  }

  private short offset() {
    if (!scanner.sees("+") && !scanner.sees("-")) {
      throw scanner.expected("+, - or ]");
    }
    return scanner.int16("offset");
  }

  private Operand operand() {
    return scanner.sees("%") ? register() : Operand.of(scanner.int32("immediate"));
  }

  private Register register() {
    int start = scanner.position();
    if (!scanner.accepts("%")) {
      throw scanner.expected("a register %r0 to %r10");
    }
    RegisterName name = RegisterName.parse(scanner.word());
    if (name == null || name.width() != Width.W64) {
      throw scanner.errorAt(start, "invalid register, they are %r0 to %r10");
    }
    return name.register();
  }
}
