package dev.skep.isa.text;

import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;

/** One line in the kernel's spelling. */
final class Statement {
  private static final int LOAD_IMMEDIATE_64_OPCODE = 0x18;

  private final LineScanner scanner;
  private final Draft draft;

  Statement(String text, int line, Draft draft) {
    this.scanner = new LineScanner(text, line);
    this.draft = draft;
  }

  /** Adds what the line says to the draft. */
  void read() {
    scanner.labels(draft);
    if (scanner.atEnd()) {
      return;
    }
    slotNumber();
    int opcodePosition = scanner.position();
    int opcode = opcode();
    instruction(opcode == LOAD_IMMEDIATE_64_OPCODE);
    scanner.expectEnd();
    int assembled = (int) draft.last().encoding() & 0xff;
    if (opcode >= 0 && opcode != assembled) {
      throw scanner.errorAt(
          opcodePosition, "opcode (%02x) but the text is (%02x)".formatted(opcode, assembled));
    }
  }

  private void slotNumber() {
    if (!scanner.seesNumber()) {
      return;
    }
    int start = scanner.position();
    int slot = scanner.int32("slot");
    scanner.expect(":");
    if (slot != draft.slot()) {
      throw scanner.errorAt(start, "slot=" + slot + " but this is slot=" + draft.slot());
    }
  }

  /** The two digits in {@code (18)}, −1 without. */
  private int opcode() {
    if (!scanner.accepts("(")) {
      return -1;
    }
    int start = scanner.position();
    Number64 number = Number64.parse("0x" + scanner.word(), false);
    if (number == null || number.bits() > 0xff || number.bits() < 0) {
      scanner.rewind(start);
      throw scanner.expected("an opcode of two hexadecimal digits");
    }
    scanner.expect(")");
    return (int) number.bits();
  }

  private void instruction(boolean constantIsWide) {
    if (scanner.sees("*")) {
      draft.add(store());
    } else if (scanner.seesRegister()) {
      new Assignment(scanner, draft, constantIsWide).read();
    } else {
      int start = scanner.position();
      switch (scanner.name("an instruction")) {
        case "exit" -> draft.add(new Instruction.Exit());
        case "goto" ->
            draft.add(scanner.target(false), offset -> new Instruction.Jump(false, offset));
        case "gotol" ->
            draft.add(scanner.target(true), offset -> new Instruction.Jump(true, offset));
        case "may_goto" ->
            draft.add(scanner.target(false), offset -> new Instruction.MayGoto((short) offset));
        case "if" -> jumpIf();
        case "call" -> call();
        case "callx" -> draft.add(new Instruction.CallRegister(scanner.register(Width.W64)));
        case "lock" -> draft.add(locked());
        case "store_release" -> draft.add(storeRelease());
        default -> {
          scanner.rewind(start);
          throw scanner.expected("an instruction");
        }
      }
    }
  }

  private void jumpIf() {
    RegisterName left = scanner.register();
    Condition condition = condition();
    Operand right = scanner.operand(left.width());
    scanner.expectWord("goto");
    draft.add(
        scanner.target(false),
        offset ->
            new Instruction.JumpIf(
                left.width(), condition, left.register(), right, (short) offset));
  }

  private Condition condition() {
    Condition longest = null;
    for (Condition condition : Condition.values()) {
      String sign = Signs.of(condition);
      if (scanner.sees(sign) && (longest == null || sign.length() > Signs.of(longest).length())) {
        longest = condition;
      }
    }
    if (longest == null) {
      throw scanner.expected("a comparison like == or s>");
    }
    scanner.expect(Signs.of(longest));
    return longest;
  }

  /** {@code pc+1}, a label, {@code NAME#1}, {@code #1} or {@code kfunc#1@2}. */
  private void call() {
    int start = scanner.position();
    boolean relative = scanner.sees("pc+") || scanner.sees("pc-") || scanner.sees("+");
    String name = relative ? "" : scanner.word();
    if (!relative && scanner.accepts("#")) {
      int number = scanner.int32("number");
      draft.add(name.equals("kfunc") ? kernelFunction(number) : new Instruction.CallHelper(number));
      return;
    }
    scanner.rewind(start);
    draft.add(scanner.target(true), Instruction.CallSubprogram::new);
  }

  private Instruction kernelFunction(int btfTypeId) {
    short btfIndex = scanner.accepts("@") ? scanner.int16("index") : 0;
    return new Instruction.CallKfunc(btfTypeId, btfIndex);
  }

  private Instruction store() {
    scanner.expect("*");
    MemoryOperand to = MemoryOperand.read(scanner);
    scanner.expect("=");
    if (scanner.seesRegister()) {
      Register src = scanner.register(Width.W64);
      return new Instruction.StoreRegister(to.size(), to.base(), to.offset(), src);
    }
    int immediate = scanner.int32("immediate");
    return new Instruction.StoreImmediate(to.size(), to.base(), to.offset(), immediate);
  }

  private Instruction storeRelease() {
    scanner.expect("(");
    MemoryOperand to = MemoryOperand.read(scanner);
    scanner.expect(",");
    Register src = scanner.register(Width.W64);
    scanner.expect(")");
    return new Instruction.StoreRelease(to.size(), to.base(), to.offset(), src);
  }

  private Instruction locked() {
    int start = scanner.position();
    scanner.expect("*");
    MemoryOperand at = MemoryOperand.read(scanner);
    for (AtomicOperation operation : AtomicOperation.values()) {
      if (!operation.alwaysFetches() && scanner.accepts(Signs.of(operation))) {
        return at.atomic(scanner, start, operation, false, scanner.register(Width.W64));
      }
    }
    throw scanner.expected("+=, |=, &= or ^=");
  }
}
