package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Option OUT = Option.value("FILE", "Where to.", "-o", "--output");
  private static final Option QUIET = Option.flag("Say less.", "-q");
  private static final Signature SIGNATURE = Signature.of("FILE...", 1, 2, List.of(OUT, QUIET));

  private static Arguments parse(String... words) {
    return Arguments.parse(SIGNATURE, "skep test", List.of(words));
  }

  private static String refused(String... words) {
    String message =
        assertThrows(UsageException.class, () -> parse(words).checkOperands()).getMessage();
    assertTrue(message != null && message.contains("skep test --help"), message);
    return message;
  }

  @Test
  void valuesStandBehindOrWithinTheWord() {
    for (String[] words :
        new String[][] {
          {"-o", "x"}, {"-ox"}, {"--output", "x"}, {"--output=x"}, {"-qo", "x"}, {"-qox"}
        }) {
      assertEquals("x", parse(words).value(OUT), String.join(" ", words));
    }
    assertEquals("", parse("--output=").value(OUT));
    assertEquals("b", parse("-o", "a", "-o", "b").value(OUT), "the last one counts");
    assertNull(parse("a").value(OUT));
  }

  @Test
  void optionsAndOperandsMayMix() {
    Arguments arguments = parse("a", "-q", "b", "-j");
    assertEquals(List.of("a", "b"), arguments.operands());
    assertTrue(arguments.has(QUIET));
    assertTrue(arguments.has(Signature.JSON));
    assertFalse(arguments.has(Signature.VERBOSE));
  }

  @Test
  void twoDashesEndTheOptionsAndOneIsAnOperand() {
    assertEquals(List.of("-q", "--output"), parse("--", "-q", "--output").operands());
    assertEquals(List.of("-"), parse("-").operands());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertTrue(refused("a", "--outptu", "x").contains("\"--outptu\", did you mean \"--output\"?"));
    assertTrue(refused("a", "-qx").contains("\"-x\""));
    assertTrue(refused("a", "-o").contains("FILE"));
    assertTrue(refused("a", "--json=1").contains("takes no value"));
    assertTrue(refused().contains("FILE..."));
    assertTrue(refused("a", "b", "c").contains("\"c\""));
  }

  @Test
  void commonOptionsMayStandBeforeTheCommand() {
    CommandLine line = CommandLine.of(List.of("--engine", "vm", "-j", "vm", "test", "file"));
    assertEquals("skep vm test", line.name());
    assertEquals(List.of("--engine", "vm", "-j", "file"), line.words());
    assertThrows(UsageException.class, () -> CommandLine.of(List.of("vm", "tset")));
  }
}
