package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.ScriptException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the text, compiling gives programs or a {@link ScriptException}, soon. */
class ScriptFuzzTest {
  private static final TestCatalog CATALOG = new TestCatalog();
  private static final long NANOS = 5_000_000_000L;

  private static final List<String> SEEDS =
      List.of(
          "BEGIN { @x[1, \"a\"] = count(); printf(\"%d %s\\n\", pid, comm); exit(); }",
          "tracepoint:block:* /args.bytes > 4096 && comm == \"dd\"/ { @h[args.comm] = hist(args.bytes / 1024); }",
          "interval:s:1 { print(@h, 3, 10); clear(@h); time(\"%H\"); } t:block:block_rq_issue { @h = lhist(args.bytes, 0, 10, 2); }",
          "END { $a = 1; while ($a < 10) { $a++; if ($a == 5) { break; } else { continue; } } unroll(3) { @[$a] = avg($a << 3); } }",
          "t:syscalls:sys_enter_openat { @s[str(args.filename)] = args.flags & 0xff ? 1 : (int8)-3; delete(@s[\"x\"]); }",
          "begin { $s = \"abc\"; $s = $1 > 2 ? comm : str($2); @y += nsecs - elapsed; @y ^= ~@y; print($s); zero(@y); }");

  private static final String PIECES =
      "(){}[];,@$/\\\"'.-+*%&|^~!<>=?:#0x19aeEbegin \n\t\u00e9\u0000";

  @Test
  void mutatedScriptsFailWithAPositionOrCompile() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() < end) {
      String text = mutated(random);
      try {
        Compiler.compile(Script.parse(text, "fuzz"), CATALOG, CompileOptions.DEFAULT);
      } catch (ScriptException expected) {
        if (expected.problem().indexOf('\n') >= 0 || expected.line() < 1) {
          fail("seed=" + seed + " message=" + expected.getMessage() + " script=" + text);
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed=" + seed + " script=" + text, e);
      }
    }
  }

  private static String mutated(SplittableRandom random) {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 2 -> text.insert(at, text.substring(at, to));
        default -> {
          String other = SEEDS.get(random.nextInt(SEEDS.size()));
          int from = random.nextInt(other.length());
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(20)));
        }
      }
    }
    return text.toString();
  }

  @Test
  void whatNestsOrGrowsWithoutEndIsRefused() {
    refused("BEGIN { $x = " + "(".repeat(100_000));
    refused("BEGIN { $x = " + "-".repeat(100_000) + "1; }");
    refused("BEGIN { $x = 1" + " + 1".repeat(100_000) + "; }");
    refused("BEGIN { " + "if (1) { ".repeat(100_000));
    refused("BEGIN { if (1) { }" + " else if (1) { }".repeat(100_000) + " }");
    refused("BEGIN { @x" + "[@x".repeat(100_000));
    refused("BEGIN { " + "unroll(100) { ".repeat(8) + "@a++;" + " } ".repeat(8) + "}");
    refused("BEGIN { $x = args" + ".a".repeat(100_000) + "; }");
  }

  private static void refused(String text) {
    try {
      Compiler.compile(Script.parse(text, "deep"), CATALOG, CompileOptions.DEFAULT);
    } catch (ScriptException expected) {
      return;
    }
    fail("compiled: " + text.substring(0, 40));
  }
}
