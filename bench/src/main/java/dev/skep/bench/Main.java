package dev.skep.bench;

/** Runs one comparison by its name; the file {@code bench/NAMES} says what each compares. */
public final class Main {
  private Main() {}

  /** Runs the comparison that the first word names; the others are its own. */
  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "startup" -> Startup.run();
      case "vm" -> VmBench.run();
      case "dispatch" -> DispatchBench.run();
      default -> {
        System.err.println(
            "bench: no comparison named \"" + words[0] + "\"; bench/run alone lists them");
        System.exit(2);
      }
    }
  }
}
