package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The types of the running kernel. */
class KernelTypesTest {
  private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

  private static Btf vmlinux() throws Exception {
    Requires.kernel();
    Assumptions.assumeTrue(Files.exists(VMLINUX), "this kernel has no BTF");
    return Btf.read(VMLINUX);
  }

  @Test
  void everyTypeOfTheKernelIsValid() throws Exception {
    Btf btf = vmlinux();
    btf.validate();
    assertTrue(btf.typeCount() > 10_000, () -> "typeCount=" + btf.typeCount());
  }

  @Test
  void membersAreFoundByPathThroughAnonymousStructs() throws Exception {
    Btf btf = vmlinux();
    int task = btf.require("task_struct", BtfType.Struct.class);
    MemberLocation comm = btf.layout().member(task, "comm[3]").orElseThrow();
    MemberLocation first = btf.layout().member(task, "comm").orElseThrow();
    assertEquals(first.byteOffset() + 3, comm.byteOffset());
    assertEquals(16, btf.sizeOf(first.typeId()));
    assertEquals("char", btf.type(btf.resolve(comm.typeId())).name());
    int skb = btf.require("sk_buff", BtfType.Struct.class);
    assertTrue(btf.layout().member(skb, "dev").isPresent(), "dev lies in anonymous unions");
    assertTrue(btf.layout().member(skb, "nope").isEmpty());
  }

  @Test
  void writingWhatWasReadGivesTheSameTypes() throws Exception {
    Btf btf = vmlinux();
    Btf copy = BtfBuilder.copyOf(btf).build();
    assertEquals(btf.typeCount(), copy.typeCount());
    for (int id = 1; id < btf.typeCount(); id++) {
      assertEquals(btf.type(id), copy.type(id));
      assertEquals(btf.offsetOf(id), copy.offsetOf(id));
    }
  }
}
