package dev.skep.trace.types;

import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what probes name. */
final class ProbeResolver {
  private static final List<String> KINDS =
      List.of("BEGIN", "END", "begin", "end", "interval", "tracepoint");

  private final Source source;
  private final ProbeCatalog catalog;

  ProbeResolver(Source source, ProbeCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  /** What a probe stands for; several things when it has wildcards. */
  List<ProbePoint> resolve(Probe probe) {
    return switch (probe.kind()) {
      case "BEGIN", "begin" -> alone(probe, new ProbePoint.Begin());
      case "END", "end" -> alone(probe, new ProbePoint.End());
      case "interval", "i" -> List.of(interval(probe));
      case "tracepoint", "t" -> tracepoints(probe);
      case "kprobe",
          "k",
          "kretprobe",
          "kr",
          "uprobe",
          "u",
          "uretprobe",
          "ur",
          "usdt",
          "U",
          "profile",
          "p",
          "software",
          "s",
          "hardware",
          "h",
          "kfunc",
          "f",
          "kretfunc",
          "fr",
          "fentry",
          "fexit",
          "rawtracepoint",
          "rt",
          "watchpoint",
          "w",
          "asyncwatchpoint",
          "aw",
          "iter",
          "it",
          "self",
          "bench",
          "test" ->
          throw error(
              probe,
              "probes of type \""
                  + probe.kind()
                  + "\" are not supported: use tracepoint, interval, BEGIN or END");
      default ->
          throw error(
              probe,
              "unknown probe type \"" + probe.kind() + "\"" + NearNames.hint(probe.kind(), KINDS));
    };
  }

  private List<ProbePoint> alone(Probe probe, ProbePoint point) {
    if (probe.parts().size() > 1) {
      throw error(probe, probe.kind() + " takes nothing behind it");
    }
    return List.of(point);
  }

  private ProbePoint interval(Probe probe) {
    String unit;
    String number;
    if (probe.parts().size() == 3) {
      unit = probe.parts().get(1);
      number = probe.parts().get(2);
    } else if (probe.parts().size() == 2) {
      String joined = probe.parts().get(1);
      int end = 0;
      while (end < joined.length() && joined.charAt(end) >= '0' && joined.charAt(end) <= '9') {
        end++;
      }
      number = joined.substring(0, end);
      unit = joined.substring(end);
    } else {
      throw error(probe, "an interval is written interval:s:1, with s, ms, us or hz");
    }
    long count = count(probe, number);
    long nanos =
        switch (unit) {
          case "s" -> count * 1_000_000_000L;
          case "ms" -> count * 1_000_000L;
          case "us" -> count * 1_000L;
          case "hz" -> Math.max(1, 1_000_000_000L / count);
          default ->
              throw error(
                  probe, "unknown unit \"" + unit + "\" of an interval: use s, ms, us or hz");
        };
    return new ProbePoint.Interval(nanos, String.join(":", probe.parts()));
  }

  private long count(Probe probe, String number) {
    long count = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      count = c >= '0' && c <= '9' && count < 1_000_000_000L ? count * 10 + c - '0' : -1;
      if (count < 0) {
        break;
      }
    }
    if (count <= 0 || count > 1_000_000_000L) {
      throw error(probe, "the number of an interval is \"" + number + "\": use 1 to 1000000000");
    }
    return count;
  }

  private List<ProbePoint> tracepoints(Probe probe) {
    if (probe.parts().size() != 3) {
      throw error(probe, "a tracepoint is written tracepoint:category:name");
    }
    String category = probe.parts().get(1);
    String name = probe.parts().get(2);
    if (isPattern(category) || isPattern(name)) {
      return matching(probe, category + ":" + name);
    }
    Optional<TracepointFormat> format = catalog.tracepoint(category, name);
    if (format.isEmpty()) {
      String wanted = category + ":" + name;
      throw error(
          probe,
          "no tracepoint "
              + wanted
              + " in "
              + catalog.origin()
              + NearNames.hint(wanted, tracepointNames()));
    }
    return List.of(new ProbePoint.Tracepoint(format.get()));
  }

  private List<ProbePoint> matching(Probe probe, String pattern) {
    List<ProbePoint> found = new ArrayList<>();
    for (String name : tracepointNames()) {
      int colon = name.indexOf(':');
      if (colon > 0 && matches(pattern, name)) {
        Optional<TracepointFormat> format =
            catalog.tracepoint(name.substring(0, colon), name.substring(colon + 1));
        if (format.isPresent()) {
          found.add(new ProbePoint.Tracepoint(format.get()));
        }
      }
    }
    if (found.isEmpty()) {
      throw error(probe, "no tracepoint matches " + pattern + " in " + catalog.origin());
    }
    return found;
  }

  private List<String> tracepointNames() {
    return catalog.tracepoints().toList();
  }

  private static boolean isPattern(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
  }

  /** Matches * and ? by going back to the last star. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private ScriptException error(Probe probe, String message) {
    return source.error(probe.span(), message);
  }
}
