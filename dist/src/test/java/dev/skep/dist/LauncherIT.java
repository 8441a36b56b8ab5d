package dev.skep.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.dist.Processes.Result;
import dev.skep.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the sources that nobody has built yet. */
class LauncherIT {
  @TempDir Path folder;

  /** No JAVA_HOME, and no java on the PATH but what the system has there. */
  private Result skep(String environment, String words) throws Exception {
    return Processes.run(
        folder,
        List.of(
            "bash",
            "-c",
            "env -i HOME=$HOME PATH=/usr/bin:/bin " + environment + " ./skep " + words));
  }

  @Test
  void buildsOnFirstUseThenOnlyWhenContentChanges() throws Exception {
    Result copied =
        Processes.shell(
            "tar --exclude=.git --exclude=target -cf - . | tar -C '" + folder + "' -xf -");
    assertEquals(0, copied.status(), copied::toString);

    Result first = skep("", "--version");
    assertEquals(0, first.status(), first::toString);
    assertTrue(first.out().startsWith("skep "), first::toString);
    assertTrue(first.err().contains("building"), first::toString);

    Result second = skep("", "--version");
    assertEquals(first.out(), second.out());
    assertEquals("", second.err());

    Processes.run(folder, List.of("bash", "-c", "find . -name '*.java' | xargs touch"));
    assertEquals("", skep("", "--version").err(), "times of files do not matter");

    refusesWithoutAJdk();
    runsWhereNothingMayBeWritten();
  }

  private void refusesWithoutAJdk() throws Exception {
    Requires.kernel();
    Result none =
        Processes.run(
            folder,
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none /usr/lib/jvm; env -i PATH=/usr/bin:/bin ./skep --version"));
    assertEquals(4, none.status(), none::toString);
    assertEquals(1, none.errLines().size(), none::toString);
    assertTrue(none.err().contains("JDK 25"), none::toString);
  }

  private void runsWhereNothingMayBeWritten() throws Exception {
    String asNobody =
        "cd '"
            + folder
            + "' && setpriv --reuid=65534 --regid=65534 --clear-groups ./skep --version";
    Processes.run(folder, List.of("chmod", "-R", "a+rX", folder.toString()));
    Result built = Processes.shell(asNobody);
    assertEquals(0, built.status(), built::toString);
    assertEquals("", built.err());
    Files.writeString(
        folder.resolve("isa/src/main/java/dev/skep/isa/package-info.java"),
        "// changed\npackage dev.skep.isa;\n");
    Result stale = Processes.shell(asNobody);
    assertEquals(4, stale.status(), stale::toString);
    assertEquals(1, stale.errLines().size(), stale::toString);
    assertTrue(stale.err().contains("root"), stale::toString);
  }
}
