package dev.skep.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.Engine;
import dev.skep.kernel.KernelEngine;
import dev.skep.testkit.Requires;
import dev.skep.trace.output.Output;
import dev.skep.trace.output.PrintedMap;
import dev.skep.trace.output.PrintedValue;
import dev.skep.trace.syntax.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Printing and clearing a map while other CPUs add to it: on the kernel, under load. */
class NoLossTest {
  /** Adds up what is printed of each map, entry by entry. */
  private static final class Sums implements Output {
    final Map<String, Long> sums = new TreeMap<>();
    int prints;

    @Override
    public void map(PrintedMap map) {
      prints++;
      for (PrintedMap.Row row : map.rows()) {
        String entry = map.name() + row.key();
        switch (row.value()) {
          case PrintedValue.Integral(long value, boolean _) -> sums.merge(entry, value, Long::sum);
          case PrintedValue.Histogram histogram -> sums.merge(entry, histogram.total(), Long::sum);
          case PrintedValue.Statistics statistics ->
              sums.merge(entry, statistics.total(), Long::sum);
          case PrintedValue.Text _, PrintedValue.Average _ -> {}
        }
      }
    }

    long sum(String entry) {
      return sums.getOrDefault(entry, -1L);
    }

    @Override
    public void attaching(int probes) {}

    @Override
    public void printf(String text) {}

    @Override
    public void time(String text) {}

    @Override
    public void value(PrintedValue value) {}

    @Override
    public void lost(long records) {}

    @Override
    public void ending() {}

    @Override
    public void flush() {}
  }

  @Test
  void intervalsAddUpToWhatWasNeverCleared() throws IOException, InterruptedException {
    Requires.kernel();
    Path dd = Requires.tool("dd");
    Process first = load(dd);
    Process second = load(dd);
    Sums sums = new Sums();
    try (Engine engine = KernelEngine.open()) {
      CompiledScript script =
          Compiler.compile(
              Script.parse(
                  """
                  tracepoint:syscalls:sys_enter_write /comm == "dd"/ {
                    @all = count();
                    @n = count();
                    @k[args.count] = count();
                    @h = hist(args.count);
                    @kh[args.count] = hist(args.count);
                    @s = stats(args.count);
                  }
                  interval:ms:20 {
                    print(@n); clear(@n);
                    print(@k); clear(@k);
                    print(@h); clear(@h);
                    print(@kh); clear(@kh);
                    print(@s); clear(@s);
                  }
                  interval:ms:900 { exit(); }
                  """,
                  "stdin"),
              engine.catalog(),
              CompileOptions.DEFAULT);
      Session session = new Session(engine, script, sums);
      assertEquals(0, session.run());
      assertEquals(0, session.warnings().size());
    } finally {
      first.destroy();
      second.destroy();
      first.waitFor();
      second.waitFor();
    }
    long all = sums.sum("@all[]");
    assertTrue(all > 1000 && sums.prints > 20, () -> "count=" + all + " prints=" + sums.prints);
    assertEquals(all, sums.sum("@n[]"));
    assertEquals(all, sums.sum("@k[512]"));
    assertEquals(all, sums.sum("@h[]"));
    assertEquals(all, sums.sum("@kh[512]"));
    assertEquals(all * 512, sums.sum("@s[]"));
  }

  private static Process load(Path dd) throws IOException {
    return new ProcessBuilder(dd.toString(), "if=/dev/zero", "of=/dev/null", "bs=512")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
