package dev.skep.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.dist.Processes.Result;
import dev.skep.testkit.Requires;
import org.junit.jupiter.api.Test;

/**
 * One workload seen by both engines: live in the kernel, and by replaying what trace-cmd recorded
 * at the same time.
 */
class SameWorkloadIT {
  /**
   * trace-cmd dies on this kind of machine when it may not write the function tracer's files; plain
   * files bound over them in a private mount namespace satisfy it. It starts before and stops after
   * the live session, so both see all that dd does.
   */
  private static final String SCRIPT =
      """
      set -e
      dir=$(mktemp -d)
      script='tracepoint:block:block_rq_issue /args.comm == "dd"/ { @kbytes = hist(args.bytes / 1024); @ops[args.rwbs] = count(); @total = sum(args.bytes); }'
      mountpoint -q /sys/kernel/tracing || mount -t tracefs nodev /sys/kernel/tracing
      cat >$dir/record <<'S'
      set -e
      cd $1
      for file in set_ftrace_filter set_ftrace_notrace set_ftrace_pid set_ftrace_notrace_pid; do
        : >$file
        [ -e /sys/kernel/tracing/$file ] && mount --bind $file /sys/kernel/tracing/$file
      done
      echo 1 >ftrace_enabled
      [ -e /proc/sys/kernel/ftrace_enabled ] && mount --bind ftrace_enabled /proc/sys/kernel/ftrace_enabled
      : >kallsyms
      mount --bind kallsyms /proc/kallsyms
      exec trace-cmd record -q -e block:block_rq_issue -o $1/trace.dat sh -c "touch $1/recording; while [ ! -e $1/done ]; do sleep 0.1; done"
      S
      unshare -m sh $dir/record $dir >$dir/record.log 2>&1 &
      recorder=$!
      for i in $(seq 100); do [ -e $dir/recording ] && break; sleep 0.1; done
      $SKEP trace "$script" >$dir/live 2>$dir/live.err &
      live=$!
      for i in $(seq 100); do grep -q Attaching $dir/live && break; sleep 0.1; done
      sleep 1
      for size in 4k 16k 64k 256k; do dd if=/dev/zero of=/var/tmp/skep-same bs=$size count=200 oflag=direct 2>/dev/null; done
      dd if=/var/tmp/skep-same of=/dev/null bs=128k count=100 iflag=direct 2>/dev/null
      rm -f /var/tmp/skep-same
      sleep 0.5
      kill -INT $live
      wait $live || { echo "live: $?"; cat $dir/live.err; }
      touch $dir/done
      wait $recorder || cat $dir/record.log
      grep -v Attaching $dir/live
      echo =====
      $SKEP trace --replay $dir/trace.dat "$script" | grep -v Attaching
      rm -rf $dir
      """;

  @Test
  void theLiveHistogramAndTheReplayedOneAreIdentical() throws Exception {
    Requires.kernel();
    Requires.tool("trace-cmd");
    Result result = Processes.shell(SCRIPT);
    String[] sides = result.out().split("=====\n", -1);
    assertEquals(2, sides.length, result::toString);
    assertTrue(sides[0].contains("@kbytes"), result::toString);
    assertEquals(sides[0], sides[1], result::toString);
  }
}
