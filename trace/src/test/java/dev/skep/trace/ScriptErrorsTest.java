package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.ScriptException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptErrorsTest {
  private static final TestCatalog CATALOG = new TestCatalog();

  static List<Arguments> errors() {
    return List.of(
        Arguments.of("BEGIN { print(1", "1:16: error: expected \")\", found end of file"),
        Arguments.of("BEGIN { x", "1:10: error: expected \";\", found end of file"),
        Arguments.of("", "1:1: error: the script has no probes"),
        Arguments.of(
            "BEGIN { \"abc\n }", "1:9: error: this string has no end: a closing quote is missing"),
        Arguments.of("/* BEGIN", "1:1: error: this comment has no end: */ is missing"),
        Arguments.of("BEGIN { $x = 0xg; }", "1:14: error: a number needs digits after its prefix"),
        Arguments.of(
            "BEGIN { $x = 99999999999999999999; }",
            "1:14: error: this number needs more than 64 bits"),
        Arguments.of("BEGIN { @x = foo; }", "1:14: error: unknown name \"foo\""),
        Arguments.of(
            "BEGIN { @x = conm; }", "1:14: error: unknown name \"conm\"; did you mean comm?"),
        Arguments.of(
            "BEGIN { pritnf(\"x\"); }",
            "1:9: error: unknown function pritnf(); did you mean printf or print?"),
        Arguments.of("BEGIN {\n  kstack;\n}", "2:3: error: the builtin kstack is not supported"),
        Arguments.of("BEGIN { @ = ksym(1); }", "1:13: error: the function ksym() is not supported"),
        Arguments.of(
            "kprobe:vfs_read { }",
            "1:1: error: probes of type \"kprobe\" are not supported: use tracepoint, interval, BEGIN or END"),
        Arguments.of(
            "tracepiont:a:b { }",
            "1:1: error: unknown probe type \"tracepiont\"; did you mean tracepoint?"),
        Arguments.of(
            "interval:d:1 { }",
            "1:1: error: unknown unit \"d\" of an interval: use s, ms, us or hz"),
        Arguments.of(
            "interval:s:0 { }",
            "1:1: error: the number of an interval is \"0\": use 1 to 1000000000"),
        Arguments.of(
            "tracepoint:block:block_rq_isue { }",
            "1:1: error: no tracepoint block:block_rq_isue in the test's catalogue; did you mean block:block_rq_issue?"),
        Arguments.of(
            "tracepoint:nosuch:* { }",
            "1:1: error: no tracepoint matches nosuch:* in the test's catalogue"),
        Arguments.of(
            "tracepoint:block { }", "1:1: error: a tracepoint is written tracepoint:category:name"),
        Arguments.of(
            "tracepoint:block:block_rq_issue { @ = args.byte; }",
            "1:44: error: tracepoint:block:block_rq_issue has no field byte; did you mean bytes?"),
        Arguments.of(
            "tracepoint:block:block_rq_issue { @ = args.common_pid; }",
            "1:44: error: tracepoint:block:block_rq_issue has no field common_pid; did you mean comm?"),
        Arguments.of(
            "tracepoint:block:block_rq_issue { @ = args.whatever; }",
            "1:44: error: tracepoint:block:block_rq_issue has no field whatever; it has dev, sector, nr_sector, bytes, ioprio, rwbs, comm, cmd"),
        Arguments.of(
            "BEGIN { @ = args.x; }",
            "1:13: error: args is known in tracepoint probes only, not in BEGIN"),
        Arguments.of(
            "BEGIN { @x = hist(1); @x = 1; }",
            "1:23: error: @x cannot hold int64 values: it holds hist values elsewhere"),
        Arguments.of(
            "BEGIN { @x = count(); printf(\"%d\", @x); }",
            "1:36: error: @x holds count values, which programs cannot read: print it instead"),
        Arguments.of(
            "BEGIN { @x[1] = 1; @x[\"a\"] = 2; }",
            "1:20: error: @x's key is of type string here and of type int64 elsewhere"),
        Arguments.of(
            "BEGIN { @x[1] = 1; @x[1, 2] = 2; }",
            "1:20: error: @x is used with 2 keys here and 1 key elsewhere"),
        Arguments.of(
            "BEGIN { $x = 1; $x = \"a\"; }",
            "1:17: error: the variable $x of type int64 cannot be assigned a value of type string"),
        Arguments.of(
            "BEGIN { print($x); }", "1:15: error: the variable $x is read before it is assigned"),
        Arguments.of("BEGIN { @y = @x; }", "1:14: error: @x is read but never assigned"),
        Arguments.of("BEGIN { print(@x); }", "1:15: error: @x is never assigned"),
        Arguments.of(
            "BEGIN { printf(\"%d %d\\n\", 1); }",
            "1:9: error: printf() has too few arguments for its format: given=1 needed=2"),
        Arguments.of(
            "BEGIN { printf(\"%s\", 5); }",
            "1:22: error: printf(): %s expects a string, not an integer"),
        Arguments.of(
            "BEGIN { printf(\"%y\", 5); }",
            "1:16: error: printf(): unknown conversion %y: use %d %i %u %x %X %o %c %p %s"),
        Arguments.of("BEGIN { $x = 1 / 0; }", "1:14: error: division by zero"),
        Arguments.of(
            "BEGIN { $x = \"a\" + \"b\"; }",
            "1:14: error: strings can be compared with == and != only, not with +"),
        Arguments.of(
            "BEGIN { $x = \"a\" == 1; }",
            "1:14: error: a string and an integer cannot be compared"),
        Arguments.of(
            "BEGIN { count(); }", "1:9: error: count() must be assigned to a map: @x = count(…)"),
        Arguments.of(
            "BEGIN { @ = lhist(1, 5, 5, 1); }",
            "1:13: error: lhist() needs min < max and a positive step: min=5 max=5 step=1"),
        Arguments.of("BEGIN { break; }", "1:9: error: break and continue belong into a while loop"),
        Arguments.of(
            "BEGIN { for ($i : 0..5) { } }",
            "1:9: error: for loops are not supported: use while or unroll"),
        Arguments.of(
            "#include <linux/sched.h>\nBEGIN { }",
            "1:1: error: preprocessor lines (#include, #define) are not supported"),
        Arguments.of(
            "struct x { int y; }", "1:1: error: type declarations (struct) are not supported"),
        Arguments.of(
            "BEGIN { $x = (struct foo *)1; }",
            "1:15: error: casts to struct types are not supported"),
        Arguments.of(
            "BEGIN { $x = *1; }",
            "1:14: error: reading memory through pointers (*) is not supported"),
        Arguments.of("BEGIN { 1 = 2; }", "1:9: error: only a variable or a map can be assigned to"),
        Arguments.of(
            "BEGIN { $x = $1; }",
            "1:14: error: $1 is \"abc\", not a number: use str($1) for the string"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorSaysWhereAndWhat(String script, String expected) {
    ScriptException thrown = assertThrows(ScriptException.class, () -> compile(script, false));
    assertEquals("stdin:" + expected, thrown.getMessage());
  }

  private static CompiledScript compile(String script, boolean recording) {
    return Compiler.compile(
        Script.parse(script, "stdin"),
        CATALOG,
        CompileOptions.DEFAULT.withParameters(List.of("abc")).withRecording(recording));
  }

  @Test
  void whatARecordingCannotKnowIsRefusedByName() {
    ScriptException uid =
        assertThrows(ScriptException.class, () -> compile("BEGIN { @ = uid; }", true));
    assertEquals("uid is not known in a recording: only a live system can say it", uid.problem());
    ScriptException memory =
        assertThrows(
            ScriptException.class,
            () ->
                compile(
                    "tracepoint:syscalls:sys_enter_openat { print(str(args.filename)); }", true));
    assertEquals(
        "str() of an address is not known in a recording: only a live system has the memory",
        memory.problem());
  }

  @Test
  void theExcerptMarksWhatIsWrong() {
    ScriptException thrown =
        assertThrows(ScriptException.class, () -> compile("BEGIN {\n\t@x = foo + 1;\n}", false));
    assertEquals("\t@x = foo + 1;\n\t     ^^^", thrown.excerpt());
    assertEquals(2, thrown.line());
    assertEquals(7, thrown.column());
  }

  @Test
  void aProgramThatNeedsTooMuchStackIsRefusedWithItsSize() {
    StringBuilder key = new StringBuilder("@[comm");
    key.append(", comm".repeat(40)).append("] = count();");
    ScriptException thrown =
        assertThrows(ScriptException.class, () -> compile("BEGIN { " + key + " }", false));
    assertEquals("@'s key takes 656 bytes: 256 at most", thrown.problem());
  }
}
