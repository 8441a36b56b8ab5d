package dev.skep.bench;

/** Runs one comparison by its name. */
public final class Main {
  private Main() {}

  /** Runs the comparison that the first word names; the others are its own. */
  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "startup" ->
          Startup.run(); // an empty script, from the command line to the exit: wall time and peak
      // memory against bpftrace
      case "dispatch" ->
          DispatchBench.run(); // 1 to 48 programs on a hook, generated code against interface calls
      case "vm" -> VmBench.run(); // ten programs, compiled, against the kernel's JIT
      default -> {
        System.err.println(
            "bench: no comparison named \"" + words[0] + "\"; bench/run alone lists them");
        System.exit(2);
      }
    }
  }
}
