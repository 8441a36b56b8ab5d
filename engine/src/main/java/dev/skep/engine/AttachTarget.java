package dev.skep.engine;

import dev.skep.abi.AttachType;
import java.nio.file.Path;
import java.util.List;

/** Where a program can be attached. */
public sealed interface AttachTarget {

  /** Any process, for targets that can be narrowed to one. */
  int ANY_PROCESS = -1;

  /** A tracepoint with a format, as tracefs lists it: {@code block:block_rq_issue}. */
  record Tracepoint(String category, String name) implements AttachTarget {
    @Override
    public String toString() {
      return "tracepoint:" + category + ":" + name;
    }
  }

  /** A raw tracepoint, by its name without a category: {@code sys_enter}. */
  record RawTracepoint(String name) implements AttachTarget {
    @Override
    public String toString() {
      return "rawtracepoint:" + name;
    }
  }

  /**
   * A hook that the process which embeds the engine has defined, by its name: the kernel engine
   * refuses it.
   */
  record Hook(String name, HookOrder order) implements AttachTarget {
    /** Behind all programs that are there. */
    public static Hook of(String name) {
      return new Hook(name, HookOrder.LAST);
    }

    @Override
    public String toString() {
      return "hook:" + name;
    }
  }

  /** What only a running Linux has: the embedded engine refuses it. */
  sealed interface Live extends AttachTarget {}

  /**
   * A counter that overflows: {@code perf_event_open(2)}, on every CPU.
   *
   * @param type {@code PERF_TYPE_*} of linux/perf_event.h: 0 hardware, 1 software, 3 cache, 4 raw
   * @param config which counter: {@code PERF_COUNT_*}
   * @param rate how many events make one overflow, or how many overflows a second are aimed at
   * @param perSecond whether the rate is a frequency in hertz
   * @param process a process, or {@link #ANY_PROCESS}
   */
  record PerfEvent(int type, long config, long rate, boolean perSecond, int process)
      implements Live {
    /** Samples each CPU this often a second by the processor clock ({@code cpu-clock}). */
    public static PerfEvent profile(long hertz) {
      return new PerfEvent(1, 0, hertz, true, ANY_PROCESS);
    }

    @Override
    public String toString() {
      return "perfevent:" + type + ":" + config + ":" + rate + (perSecond ? "Hz" : "");
    }
  }

  /** The entry, the return or an instruction of a kernel function. */
  record Kprobe(String function, long offset, boolean onReturn) implements Live {
    @Override
    public String toString() {
      String at = offset == 0 ? "" : "+0x" + Long.toHexString(offset);
      return (onReturn ? "kretprobe:" : "kprobe:") + function + at;
    }
  }

  /**
   * An instruction of a program or a library.
   *
   * @param file the ELF file
   * @param offset where the instruction lies in the file, in bytes
   * @param onReturn whether to run when the function that starts there returns
   * @param process a process, or {@link #ANY_PROCESS}
   * @param semaphore where the counter lies in the file that switches a USDT probe on; 0 for none
   */
  record Uprobe(Path file, long offset, boolean onReturn, int process, long semaphore)
      implements Live {
    @Override
    public String toString() {
      return (onReturn ? "uretprobe:" : "uprobe:") + file + ":0x" + Long.toHexString(offset);
    }
  }

  /**
   * Many instructions of one file at once (Linux 6.6).
   *
   * @param file the ELF file
   * @param probes the instructions
   * @param onReturn whether to run when the functions that start there return
   * @param process a process, or {@link #ANY_PROCESS}
   */
  record UprobeMulti(Path file, List<Probe> probes, boolean onReturn, int process) implements Live {
    /**
     * One instruction.
     *
     * @param offset where it lies in the file, in bytes
     * @param semaphore where its USDT counter lies in the file; 0 for none
     * @param cookie what {@code bpf_get_attach_cookie} gives there
     */
    public record Probe(long offset, long semaphore, long cookie) {}

    public UprobeMulti {
      probes = List.copyOf(probes);
    }

    @Override
    public String toString() {
      return (onReturn ? "uretprobe:" : "uprobe:") + file + ":" + probes.size() + " offsets";
    }
  }

  /**
   * What the program was verified against: the function, hook or tracepoint that its {@link
   * dev.skep.spec.ProgramSpec#attachTarget} names, for {@code tp_btf}, {@code fentry}, {@code
   * fexit}, {@code fmod_ret} and {@code lsm}.
   */
  record VerifiedTarget() implements Live {
    @Override
    public String toString() {
      return "the function that the program was verified against";
    }
  }

  /** The iterator that the program was verified against; it runs when the link is read. */
  record Iterator() implements Live {
    @Override
    public String toString() {
      return "iterator";
    }
  }

  /** The receive path of a network interface. */
  record Xdp(String networkInterface, Mode mode) implements Live {
    /** Where in the receive path. */
    public enum Mode {
      /** In the driver where it can, else generic. */
      BEST,
      /** In the driver, before a socket buffer exists. */
      NATIVE,
      /** On socket buffers, with any driver. */
      GENERIC
    }

    @Override
    public String toString() {
      return "xdp:" + networkInterface;
    }
  }

  /** Traffic control of a network interface (tcx, Linux 6.6). */
  record TrafficControl(String networkInterface, boolean ingress) implements Live {
    @Override
    public String toString() {
      return "tcx:" + networkInterface + (ingress ? ":ingress" : ":egress");
    }
  }

  /** A control group (version 2), by its folder. */
  record ControlGroup(Path folder, AttachType hook) implements Live {
    @Override
    public String toString() {
      return "cgroup:" + folder + ":" + hook.label();
    }
  }

  /** Socket look-up or flow dissection in a network namespace, by its file. */
  record NetworkNamespace(Path file, AttachType hook) implements Live {
    @Override
    public String toString() {
      return "netns:" + file + ":" + hook.label();
    }
  }

  /**
   * A hook of netfilter (Linux 6.4).
   *
   * @param protocolFamily {@code NFPROTO_*}: 2 IPv4, 10 IPv6
   * @param hook {@code NF_INET_*}: 0 pre-routing, 1 local in, 2 forward, 3 local out, 4
   *     post-routing
   * @param priority the order among the hook's users, lowest first
   */
  record Netfilter(int protocolFamily, int hook, int priority) implements Live {
    @Override
    public String toString() {
      return "netfilter:" + protocolFamily + ":" + hook + ":" + priority;
    }
  }

  /** A socket map: the program runs on the sockets that are in it. */
  record SocketMap(BpfMap map, AttachType hook) implements Live {
    @Override
    public String toString() {
      return "sockmap:" + map.spec().name() + ":" + hook.label();
    }
  }
}
