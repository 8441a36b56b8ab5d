package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing grows faster than the object does. */
class LargeObjectTest {
  @TempDir private Path folder;

  @Test
  void aMillionInstructionsAreReadLinkedAndDumped() throws Exception {
    ObjectFile object =
        assemble(
            """
            .section socket,"ax",@progbits
            .globl big
            .type big,@function
            big:
            .rept 999999
            r0 = 0
            .endr
            exit
            .size big, .-big
            """);
    LinkedProgram big = object.link(object.programs().getFirst());
    assertEquals(1_000_000, big.slots());
    assertEquals(1_000_000, big.code().size());
    assertTrue(ObjectJson.program("big.o", big).endsWith("\"text\":\"exit\"}]}"));
  }

  @Test
  void aChainOfManyFunctionsIsLinkedInTheOrderOfItsCalls() throws Exception {
    int count = 50_000;
    StringBuilder source = new StringBuilder();
    source.append(".section socket,\"ax\",@progbits\n.globl start\n.type start,@function\n");
    source.append("start:\ncall f0\nexit\n.size start, .-start\n.text\n");
    for (int i = 0; i < count; i++) {
      source.append(".globl f").append(i).append("\n.type f").append(i).append(",@function\nf");
      source.append(i).append(":\ncall f").append(Math.min(i + 1, count - 1));
      source.append("\nexit\n.size f").append(i).append(", .-f").append(i).append('\n');
    }
    ObjectFile object = assemble(source.toString());
    LinkedProgram chain = object.link(object.programs().getFirst());
    assertEquals(2 * (count + 1), chain.slots());
    assertEquals(1, (int) (chain.word(0) >> 32));
    assertEquals("f" + (count - 1), chain.functions().getLast().name());
  }

  private ObjectFile assemble(String source) throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("large.s"), source);
    Path output = folder.resolve("large.o");
    Process clang =
        new ProcessBuilder(
                Requires.tool("clang-19").toString(),
                "-target",
                "bpf",
                "-c",
                input.toString(),
                "-o",
                output.toString())
            .inheritIO()
            .start();
    assertTrue(clang.waitFor(120, TimeUnit.SECONDS), "clang hangs");
    assertEquals(0, clang.exitValue());
    return ObjectReader.read(output);
  }
}
