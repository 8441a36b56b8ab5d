package dev.skep.vm.packet;

import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run on given input gave, without its time, or with which error number it was refused.
 *
 * @param error the error number's name; empty when it ran
 */
record Outcome(String error, int returned, String data, String context) {
  private static final Pattern ERRNO = Pattern.compile("\\((E[A-Z0-9]+)\\)");

  static Outcome of(Program program, RunInput input) {
    try {
      RunResult result = program.run(input);
      HexFormat hex = HexFormat.of();
      return new Outcome(
          "", result.returnValue(), hex.formatHex(result.data()), hex.formatHex(result.context()));
    } catch (UnsupportedException e) {
      Matcher matcher = ERRNO.matcher(String.valueOf(e.getMessage()));
      if (!matcher.find()) {
        throw e;
      }
      return new Outcome(matcher.group(1), 0, "", "");
    }
  }
}
