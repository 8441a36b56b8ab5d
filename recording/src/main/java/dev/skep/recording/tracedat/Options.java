package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts that a file's options give.
 *
 * @param clock the trace clock, {@code local} where the file does not say
 * @param uname the recorded system, or empty
 * @param recorder the version of the program that recorded, or empty
 * @param offsetNanos what is added to each time stamp
 * @param tsc how to turn counts of the time stamp counter into nanoseconds
 * @param timeShift how to turn a guest's time into its host's
 * @param cpuStatistics the kernel's statistics of each CPU's buffer, as text
 */
record Options(
    String clock,
    String uname,
    String recorder,
    long offsetNanos,
    Optional<Tsc> tsc,
    Optional<TimeShift> timeShift,
    List<String> cpuStatistics) {

  /** Nanoseconds are {@code count * multiplier >> shift}. */
  record Tsc(long multiplier, int shift) {}

  static final class Builder {
    private static final Pattern CHOSEN_CLOCK = Pattern.compile("\\[([^\\]]*)\\]");

    private String clock = "local";
    private String uname = "";
    private String recorder = "";
    private long offsetNanos;
    private Optional<Tsc> tsc = Optional.empty();
    private Optional<TimeShift> timeShift = Optional.empty();
    private final List<String> cpuStatistics = new ArrayList<>();

    /** Takes tracefs' trace_clock text, which has the chosen clock in brackets. */
    void clock(String text) {
      Matcher chosen = CHOSEN_CLOCK.matcher(text);
      if (chosen.find()) {
        clock = chosen.group(1);
      }
    }

    void uname(String text) {
      uname = text;
    }

    void recorder(String text) {
      recorder = text;
    }

    void cpuStatistics(String text) {
      cpuStatistics.add(text);
    }

    /** Microseconds between the time stamps and the time of day. */
    void date(RecordingInput at, String text) {
      offsetNanos += number(at, text) * 1000;
    }

    void offset(RecordingInput at, String text) {
      offsetNanos += number(at, text);
    }

    void tsc(RecordingInput at, long multiplier, long shift) {
      if (shift > 63) {
        throw at.malformed("the shift of the time stamp counter is " + shift + ", above 63");
      }
      if (multiplier != 0) {
        tsc = Optional.of(new Tsc(multiplier, (int) shift));
      }
    }

    void timeShift(TimeShift value) {
      timeShift = Optional.of(value);
    }

    private static long number(RecordingInput at, String text) {
      String digits = text.strip();
      boolean negative = digits.startsWith("-");
      String magnitude = negative ? digits.substring(1) : digits;
      try {
        long value =
            magnitude.startsWith("0x")
                ? Long.parseUnsignedLong(magnitude.substring(2), 16)
                : Long.parseLong(magnitude);
        return negative ? -value : value;
      } catch (NumberFormatException _) {
        throw at.malformed("not a number: \"" + digits + "\"");
      }
    }

    Options build() {
      return new Options(
          clock, uname, recorder, offsetNanos, tsc, timeShift, List.copyOf(cpuStatistics));
    }
  }
}
