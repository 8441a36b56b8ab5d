package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.testkit.Requires;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a locked-down kernel refuses, on a guest's kernel that does not. */
class GuestTest {

  @Test
  void eventsReachKprobesAndFunctionsOfTheGuest(@TempDir Path folder) throws Exception {
    Path boot = Requires.guest();
    Path classes = folder.resolve("classes");
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path.resolve("dev/skep"))) {
        copy(path, classes);
      } else if (path.getFileName().toString().startsWith("skep-")) {
        Files.copy(path, Files.createDirectories(folder).resolve(path.getFileName()));
      }
    }
    Path script = folder.resolve("run.sh");
    Files.writeString(
        script,
        "exec "
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
            + classes
            + ":"
            + folder
            + "/*' dev.skep.kernel.GuestProbes\n");
    assertTrue(script.toFile().setExecutable(true));
    String output = Tool.run(boot.toString(), script.toString());
    for (String kind : new String[] {"kprobe", "kretprobe", "fentry", "fexit", "lsm"}) {
      assertTrue(output.contains(kind + ": reached"), output);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
