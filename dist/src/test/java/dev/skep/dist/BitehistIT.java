package dev.skep.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.dist.Processes.Result;
import dev.skep.testkit.Requires;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code ./skep bitehist} on this machine's disk, from the command line. */
class BitehistIT {
  private static final String DD =
      "dd if=/dev/zero of=/var/tmp/skep-bitehist bs=64k count=2000 oflag=direct 2>/dev/null; rm -f /var/tmp/skep-bitehist";

  /**
   * Waits until the banner is out (output to a file is written as it comes), does the I/O, and
   * stops the program.
   */
  private static String whileTracing(String command, String signal) {
    return """
    dir=$(mktemp -d)
    %s >$dir/out 2>$dir/err &
    pid=$!
    for i in $(seq 600); do grep -q 'Ctrl-C to end' $dir/out && break; sleep 0.1; done
    sleep 0.3
    bpftool prog show >$dir/during
    %s
    kill -%s $pid
    wait $pid
    echo "status $?"
    bpftool prog show >$dir/after
    grep -c tracepoint $dir/during | sed 's/^/during /'
    comm -13 <(bpftool prog show | grep -o '^[0-9]*: tracepoint' | sort) <(grep -o '^[0-9]*: tracepoint' $dir/during | sort) | wc -l | sed 's/^/gone /'
    cat $dir/out $dir/err
    rm -rf $dir
    """
        .formatted(command, DD, signal);
  }

  @Test
  void countsWhatDdWritesAndLeavesNothingBehind() throws Exception {
    Requires.kernel();
    Requires.tool("bpftool");
    for (String signal : new String[] {"INT", "TERM"}) {
      Result result = Processes.shell(whileTracing("$SKEP bitehist", signal));
      assertTrue(result.out().startsWith("status 0\n"), result::toString);
      long count = row(result.out(), 64, 127);
      assertTrue(count >= 2000 && count < 2400, () -> "64 -> 127: " + count + "\n" + result);
      assertTrue(
          result.out().contains("     kbytes              : count     distribution"), result::out);
      assertTrue(result.out().contains("\ngone 1\n"), result::toString);
    }
  }

  @Test
  void aggregatesInOnePerCpuMapWithoutReadingEvents() throws Exception {
    Requires.kernel();
    Requires.tool("strace");
    Result result =
        Processes.shell(
            whileTracing("strace -f -e trace=bpf -o $dir/strace $SKEP bitehist", "INT")
                // strace ignores INT while it writes to a file; the launcher has become the JVM.
                .replace("kill -INT $pid", "pkill -INT -P $pid")
                .replace("rm -rf $dir", "cat $dir/strace; rm -rf $dir"));
    long perCpuMaps =
        result
            .out()
            .lines()
            .filter(line -> line.contains("BPF_MAP_CREATE") && line.contains("PERCPU"))
            .count();
    long reads = result.out().lines().filter(line -> line.contains("BPF_MAP_LOOKUP")).count();
    assertEquals(1, perCpuMaps, result::out);
    assertTrue(reads < 100, () -> reads + " reads for 2,000 events\n" + result);
  }

  @Test
  void eachIntervalShowsOnlyItsOwn() throws Exception {
    Requires.kernel();
    Result result =
        Processes.shell(
            "(sleep 1; for i in 1 2 3; do "
                + DD.replace("count=2000", "count=300")
                + "; sleep 0.5; done) & $SKEP bitehist 1 6; wait");
    assertEquals(0, result.status(), result::toString);
    long blocks =
        result.out().lines().filter(line -> line.contains(": count     distribution")).count();
    long sum = 0;
    Matcher rows = Pattern.compile("(?m)^ +64 -> 127 +: (\\d+)").matcher(result.out());
    while (rows.find()) {
      sum += Long.parseLong(rows.group(1));
    }
    long total = sum;
    assertTrue(blocks >= 3, result::out);
    assertTrue(
        total >= 900 && total < 1100, () -> "in all intervals: " + total + "\n" + result.out());
  }

  @Test
  void showsTheShippedRecordingWhereBpfIsNotPermitted() throws Exception {
    Requires.kernel();
    // A copy of the built clone, as another user would have it.
    Result result =
        Processes.shell(
            """
            set -e
            $SKEP --version >/dev/null
            copy=$(mktemp -d /tmp/skep-copy-XXXXXX)
            tar -C "$(dirname $SKEP)" --exclude=.git --exclude='target/*classes*' --exclude=target/surefire-reports -cf - . | tar -C $copy -xf -
            chown -R nobody $copy
            cd $copy
            setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH=$PATH HOME=/nonexistent ./skep bitehist
            rm -rf $copy
            """);
    assertEquals(0, result.status(), result::toString);
    assertTrue(
        result.out().contains("     kbytes              : count     distribution"),
        result::toString);
    assertEquals(1, result.errLines().size(), result::toString);
    assertTrue(result.err().contains("replay"), result::err);
  }

  @Test
  void tellsTheSourceInJson() throws Exception {
    Result result = Processes.skep("bitehist", "--json", "--engine", "vm");
    assertEquals(0, result.status(), result::toString);
    assertTrue(result.out().contains("\"source\":\"replay\""), result::out);
    assertFalse(result.out().contains("distribution"), result::out);
  }

  private static long row(String out, int low, int high) {
    Matcher matcher = Pattern.compile("(?m)^ +" + low + " -> " + high + " +: (\\d+)").matcher(out);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
