package dev.skep.vm.jit;

import java.util.SplittableRandom;

/**
 * Programs of type socket_filter that the kernel's verifier accepts, in assembly: arithmetic of all
 * kinds, branches forward, bounded loops, words and parts of words on the stack, look-ups in a map,
 * a function.
 */
final class VerifiableProgram {
  private static final String[] WIDE = {"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
  private static final String[] SHIFTS = {"<<=", ">>=", "s>>="};
  private static final String[] COMPARISONS = {"==", "!=", ">", ">=", "<", "<=", "s>", "s<", "&"};
  private static final int[] BYTES = {1, 2, 4, 8};

  private final SplittableRandom random;
  private final StringBuilder text = new StringBuilder();
  private int labels;

  private VerifiableProgram(SplittableRandom random) {
    this.random = random;
  }

  /** The text of a program; {@code map[fd:0]} is an array of 4 values of 8 bytes. */
  static String of(SplittableRandom random) {
    return new VerifiableProgram(random).program();
  }

  private String program() {
    line("r7 = *(u32 *)(r1 +0)");
    line("r1 = 5\nr2 = 7\ncall function");
    for (int register : new int[] {0, 6, 8, 9}) {
      line("r%d = 0x%x ll".formatted(register, random.nextLong()));
    }
    for (int word = 1; word <= 8; word++) {
      line("r1 = 0x%x ll".formatted(random.nextLong()));
      line("*(u64 *)(r10 -%d) = r1".formatted(8 * word));
    }
    block(4 + random.nextInt(40), true);
    for (int word = 1; word <= 8; word++) {
      line("r1 = *(u64 *)(r10 -%d)".formatted(8 * word));
      line("r0 ^= r1");
    }
    line("r0 += r6\nr0 ^= r7\nr0 += r8\nr0 ^= r9");
    line("exit");
    line(
        "function:\nr0 = r1\nr0 *= 33\nr0 ^= r2\n*(u64 *)(r10 -8) = r0\nw0 = *(u32 *)(r10 -4)"
            .replace("w0 =", "r0 ="));
    line("exit");
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void block(int statements, boolean mayLoop) {
    for (int i = 0; i < statements; i++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> arithmetic();
        case 4, 5 -> store();
        case 6, 7 -> load();
        case 8 -> branch();
        case 9 -> lookup();
        case 10 -> line("r1 = r%d\nr2 = r%d\ncall function".formatted(register(), register()));
        default -> loopOrSwap(mayLoop);
      }
    }
  }

  private int register() {
    int[] registers = {0, 6, 7, 8, 9};
    return registers[random.nextInt(registers.length)];
  }

  private void arithmetic() {
    String width = random.nextInt(2) == 0 ? "r" : "w";
    int dst = register();
    if (random.nextInt(3) == 0) {
      int bits = random.nextInt(width.equals("r") ? 64 : 32);
      line("%s%d %s %d".formatted(width, dst, SHIFTS[random.nextInt(3)], bits));
    } else if (random.nextInt(2) == 0) {
      int immediate = random.nextInt(1, 1 << (1 + random.nextInt(30)));
      line("%s%d %s %d".formatted(width, dst, WIDE[random.nextInt(WIDE.length)], immediate));
    } else {
      line(
          "%s%d %s %s%d"
              .formatted(width, dst, WIDE[random.nextInt(WIDE.length)], width, register()));
    }
  }

  private int slot(int bytes) {
    return 64 - random.nextInt(64 / bytes) * bytes;
  }

  private void store() {
    int bytes = BYTES[random.nextInt(4)];
    if (random.nextInt(3) == 0) {
      line("*(u%d *)(r10 -%d) = %d".formatted(8 * bytes, slot(bytes), random.nextInt()));
    } else {
      line("*(u%d *)(r10 -%d) = r%d".formatted(8 * bytes, slot(bytes), register()));
    }
  }

  private void load() {
    int bytes = BYTES[random.nextInt(4)];
    String sign = bytes < 8 && random.nextInt(3) == 0 ? "s" : "u";
    if (random.nextInt(2) == 0) {
      line("r1 = r10\nr1 += -%d".formatted(slot(bytes) + 8));
      line("r%d = *(%s%d *)(r1 +8)".formatted(register(), sign, 8 * bytes));
    } else {
      line("r%d = *(%s%d *)(r10 -%d)".formatted(register(), sign, 8 * bytes, slot(bytes)));
    }
  }

  private void branch() {
    int label = labels++;
    String width = random.nextInt(2) == 0 ? "r" : "w";
    String right = random.nextInt(2) == 0 ? String.valueOf(random.nextInt()) : width + register();
    String comparison = COMPARISONS[random.nextInt(COMPARISONS.length)];
    line("if %s%d %s %s goto l%d".formatted(width, register(), comparison, right, label));
    block(1 + random.nextInt(4), false);
    line("l%d:".formatted(label));
  }

  private void lookup() {
    int label = labels++;
    line("*(u32 *)(r10 -72) = %d".formatted(random.nextInt(5)));
    line("r6 = r0\nr1 = map[fd:0]\nr2 = r10\nr2 += -72\ncall bpf_map_lookup_elem#1");
    line("r1 = r0\nr0 = r6");
    line("if r1 == 0 goto l%d".formatted(label));
    int bytes = BYTES[random.nextInt(4)];
    int offset = random.nextInt(8 / bytes) * bytes;
    if (random.nextInt(2) == 0) {
      line("*(u%d *)(r1 +%d) = r%d".formatted(8 * bytes, offset, register()));
    } else {
      line("r%d = *(u%d *)(r1 +%d)".formatted(register(), 8 * bytes, offset));
    }
    if (random.nextInt(3) == 0) {
      line("lock *(u64 *)(r1 +0) += r%d".formatted(register()));
    }
    line("l%d:".formatted(label));
  }

  private void loopOrSwap(boolean mayLoop) {
    if (!mayLoop) {
      line("r%d = bswap%d r%1$d".formatted(register(), 16 << random.nextInt(3)));
      return;
    }
    int label = labels++;
    line("r3 = 0\n*(u64 *)(r10 -80) = r3\nl%d:".formatted(label));
    block(1 + random.nextInt(3), false);
    line("r3 = *(u64 *)(r10 -80)\nr3 += 1\n*(u64 *)(r10 -80) = r3");
    line("if r3 < %d goto l%d".formatted(2 + random.nextInt(10), label));
  }
}
