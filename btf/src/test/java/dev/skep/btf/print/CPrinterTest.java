package dev.skep.btf.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.Fixtures;
import dev.skep.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CPrinterTest {
  /** bpftool before 7.4 lost the size of enumerations. */
  private static final String NEWER = " __attribute__((mode(byte)))";

  @Test
  void headerOfAllShapesIsThatOfBpftool(@TempDir Path folder) throws Exception {
    String bpftool = Requires.tool("bpftool").toString();
    Path raw = Files.write(folder.resolve("shapes.btf"), Fixtures.bytes("shapes.btf"));
    String expected = Fixtures.run(bpftool, "btf", "dump", "file", raw.toString(), "format", "c");
    String actual = new CPrinter(Fixtures.btf("shapes")).header();
    assertEquals(expected.replace(NEWER, ""), actual.replace(NEWER, ""));
  }

  @Test
  void headerOfTheKernelIsThatOfBpftool() throws Exception {
    Requires.kernel();
    String bpftool = Requires.tool("bpftool").toString();
    Path vmlinux = Path.of("/sys/kernel/btf/vmlinux");
    Assumptions.assumeTrue(Files.exists(vmlinux), "this kernel has no BTF");
    String expected =
        Fixtures.run(bpftool, "btf", "dump", "file", vmlinux.toString(), "format", "c");
    String actual = new CPrinter(Btf.read(vmlinux)).header();
    assertEquals(expected.replace(NEWER, ""), actual.replace(NEWER, ""));
  }

  @Test
  void headerCompilesWithTheSameLayouts(@TempDir Path folder) throws Exception {
    String clang = Requires.tool("clang-19").toString();
    Btf btf = Fixtures.btf("shapes");
    Path header = Files.writeString(folder.resolve("shapes.h"), new CPrinter(btf).header());
    StringBuilder source = new StringBuilder("#include \"" + header + "\"\n");
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Struct struct && !struct.name().isEmpty()) {
        source
            .append("_Static_assert(sizeof(struct ")
            .append(struct.name())
            .append(") == ")
            .append(struct.size())
            .append(", \"size\");\n");
        for (BtfType.Member member : struct.members()) {
          if (!member.isBitfield() && !member.name().isEmpty()) {
            source
                .append("_Static_assert(__builtin_offsetof(struct ")
                .append(struct.name())
                .append(", ")
                .append(member.name())
                .append(") == ")
                .append(member.bitOffset() / 8)
                .append(", \"offset\");\n");
          }
        }
      }
    }
    Path c = Files.writeString(folder.resolve("shapes.c"), source);
    Fixtures.run(clang, "-target", "bpf", "-Wno-everything", "-fsyntax-only", c.toString());
  }

  @Test
  void declarationsAreWrittenInsideOut() {
    Btf btf = Fixtures.btf("shapes");
    int late = btf.require("late", BtfType.Struct.class);
    assertEquals("int (*table[4])(void)", member(btf, late, "table"));
    assertEquals("int (*pointer_to_array)[8]", member(btf, late, "pointer_to_array"));
    int node = btf.require("node", BtfType.Struct.class);
    assertEquals("volatile const char * const restrict_me", member(btf, node, "restrict_me"));
  }

  private static String member(Btf btf, int id, String name) {
    return CPrinter.declaration(btf, btf.layout().member(id, name).orElseThrow().typeId(), name);
  }
}
