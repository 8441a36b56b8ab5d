package dev.skep.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs beyond the JDK. A test that lacks it is skipped, visibly and with the reason;
 * where {@code SKEP_REQUIRE} (a list with commas: {@code kernel}, {@code corpora}, {@code guest},
 * {@code tools}) names the need, it fails instead.
 */
public final class Requires {
  private Requires() {}

  /** bpf(2) as root on Linux. */
  public static void kernel() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    boolean root = linux && "root".equals(System.getProperty("user.name"));
    need("kernel", root && Files.isDirectory(Path.of("/proc/self")), "bpf(2) needs root on Linux");
  }

  /** A file or folder below the corpora folder that {@code SKEP_CORPORA} names. */
  public static Path corpora(String relative) {
    String root = System.getenv("SKEP_CORPORA");
    Path path = Path.of(root == null ? "." : root).resolve(relative);
    need(
        "corpora",
        root != null && Files.exists(path),
        "SKEP_CORPORA does not name a folder that holds " + relative);
    return path;
  }

  /**
   * A guest kernel: {@code SKEP_GUEST} names the program that boots one and runs a script in it.
   */
  public static Path guest() {
    String program = System.getenv("SKEP_GUEST");
    need(
        "guest",
        program != null && Files.isExecutable(Path.of(program)),
        "SKEP_GUEST does not name a program that boots a guest kernel");
    return Path.of(program == null ? "/" : program);
  }

  /**
   * The program that shows what libbpf makes of an object: {@code SKEP_LIBBPF} names the folder in
   * which {@code testkit/libbpf/build.sh} made it.
   */
  public static Path libbpfOracle() {
    String folder = System.getenv("SKEP_LIBBPF");
    Path program = Path.of(folder == null ? "." : folder).resolve("oracle");
    need(
        "libbpf",
        folder != null && Files.isExecutable(program),
        "SKEP_LIBBPF does not name a folder made by testkit/libbpf/build.sh");
    return program;
  }

  /**
   * Objects compiled from the kernel's own tests: {@code SKEP_SELFTESTS} names the folder that
   * {@code testkit/selftests/build.sh} filled.
   */
  public static Path selftests() {
    String folder = System.getenv("SKEP_SELFTESTS");
    Path objects = Path.of(folder == null ? "." : folder).resolve("objects");
    need(
        "selftests",
        folder != null && Files.isDirectory(objects),
        "SKEP_SELFTESTS does not name a folder made by testkit/selftests/build.sh");
    return objects;
  }

  /** A program of the operating system, found on the PATH or in the sbin folders. */
  public static Path tool(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    Path found =
        Arrays.stream(path.split(":"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/"));
    need("tools", found.getNameCount() > 0, "the program " + name + " is not installed");
    return found;
  }

  private static void need(String kind, boolean present, String missing) {
    if (present) {
      return;
    }
    String required = System.getenv().getOrDefault("SKEP_REQUIRE", "");
    if (Arrays.asList(required.split(",")).contains(kind)) {
      throw new AssertionError("required by SKEP_REQUIRE=" + required + ": " + missing);
    }
    Assumptions.abort(missing);
  }
}
