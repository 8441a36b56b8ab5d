package dev.skep.dist;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the code against the table of modules: who may use whom, and that no packages depend on
 * each other in a circle.
 */
class ModulesTest {
  /** What each module may require directly or through what it requires. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("abi", Set.of()),
          Map.entry("isa", Set.of("abi")),
          Map.entry("btf", Set.of()),
          Map.entry("spec", Set.of("abi", "isa", "btf")),
          Map.entry("object", Set.of("abi", "isa", "btf", "spec")),
          Map.entry("verifier", Set.of("abi", "isa", "btf", "spec")),
          Map.entry("engine", Set.of("abi", "isa", "btf", "spec")),
          Map.entry("vm", Set.of("abi", "isa", "btf", "spec", "engine", "verifier")),
          Map.entry("kernel", Set.of("abi", "isa", "btf", "spec", "engine")),
          Map.entry("recording", Set.of("abi", "isa", "btf", "spec", "engine")),
          Map.entry("trace", Set.of("abi", "isa", "btf", "spec", "engine", "object")),
          Map.entry("tools", Set.of("abi", "isa", "btf", "spec", "engine", "object", "trace")),
          Map.entry(
              "cli",
              Set.of(
                  "abi",
                  "isa",
                  "btf",
                  "spec",
                  "engine",
                  "object",
                  "verifier",
                  "vm",
                  "kernel",
                  "recording",
                  "trace",
                  "tools")));

  /** Only these know that Linux exists, so only these may call native code. */
  private static final Set<String> MAY_CALL_NATIVE = Set.of("kernel");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("dev.skep");
  }

  @Test
  void everyModuleUsesOnlyWhatTheTableAllows() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass from : classes) {
      String module = module(from);
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith("dev.skep."))
          .map(ModulesTest::module)
          .filter(to -> !to.equals(module))
          .filter(to -> !MAY_USE.getOrDefault(module, Set.of()).contains(to))
          .forEach(to -> found.computeIfAbsent(module, _ -> new TreeSet<>()).add(to));
    }
    assertEquals(Map.of(), found, "modules that use what the table does not allow");
  }

  @Test
  void theTableKnowsEveryModule() {
    Set<String> found = new TreeSet<>();
    classes.forEach(each -> found.add(module(each)));
    assertTrue(MAY_USE.keySet().containsAll(found), () -> "modules without a row: " + found);
    assertTrue(found.size() >= 10, () -> "too few modules on the class path: " + found);
  }

  @Test
  void packagesDoNotDependOnEachOtherInACircle() {
    slices().matching("dev.skep.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyTheLinuxEngineCallsNativeCode() {
    Set<String> found = new TreeSet<>();
    for (JavaClass from : classes) {
      from.getDirectDependenciesFromSelf().stream()
          .filter(dependency ->
              dependency.getTargetClass().getName().equals("java.lang.foreign.Linker"))
          .map(_ -> module(from))
          .filter(module -> !MAY_CALL_NATIVE.contains(module))
          .forEach(found::add);
    }
    assertEquals(Set.of(), found);
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring("dev.skep.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
