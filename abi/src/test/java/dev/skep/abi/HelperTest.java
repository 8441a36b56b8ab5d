package dev.skep.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelperTest {
  @Test
  void numbersRunFromOneWithoutGaps() {
    Helper[] all = Helper.values();
    assertEquals(211, all.length);
    for (int i = 0; i < all.length; i++) {
      assertEquals(i + 1, all[i].id(), all[i].name());
      assertEquals(Optional.of(all[i]), Helper.of(i + 1));
    }
    assertEquals(Optional.empty(), Helper.of(0));
    assertEquals(Optional.empty(), Helper.of(212));
    assertEquals(Optional.empty(), Helper.of(-1));
  }

  @Test
  void newerNumbersNeverComeFromOlderKernels() {
    KernelVersion previous = new KernelVersion(3, 19, 0);
    for (Helper each : Helper.values()) {
      assertTrue(each.since().isAtLeast(previous), each + " since " + each.since());
      previous = each.since();
    }
  }

  @Test
  void aNameIsFoundWithAndWithoutItsPrefix() {
    assertEquals("bpf_map_lookup_elem", Helper.MAP_LOOKUP_ELEM.functionName());
    for (Helper each : Helper.values()) {
      assertEquals(Optional.of(each), Helper.ofLabel(each.label()));
      assertEquals(Optional.of(each), Helper.ofLabel(each.functionName()));
    }
    assertEquals(Optional.empty(), Helper.ofLabel("map_lookup"));
  }

  @Test
  void everyHelperHasASignatureOfItsOwn() {
    for (Helper each : Helper.values()) {
      HelperSignature signature = HelperSignatures.of(each);
      assertNotNull(signature, each.name());
      assertEquals(each, signature.helper());
      for (ProgramType program : ProgramType.values()) {
        assertEquals(each, HelperSignatures.of(each, program).helper());
      }
    }
  }

  @Test
  void sizesFollowMemoryAndMemoryWithoutFixedSizeIsFollowedByItsSize() {
    for (Helper helper : Helper.values()) {
      for (ProgramType program : ProgramType.values()) {
        HelperSignature signature = HelperSignatures.of(helper, program);
        List<HelperArgument> arguments = signature.arguments();
        assertTrue(arguments.size() <= 5, helper.name());
        for (int i = 0; i < arguments.size(); i++) {
          HelperArgument argument = arguments.get(i);
          boolean memory = argument.type() == ArgumentType.PTR_TO_MEM;
          boolean fixed = argument.has(ArgumentFlag.FIXED_SIZE);
          assertEquals(memory && !fixed, signature.isSizedByNext(i), helper + " argument " + i);
          assertEquals(fixed, argument.fixedSize() > 0, helper + " argument " + i);
          assertFalse(
              memory && argument.has(ArgumentFlag.READ_ONLY) == argument.has(ArgumentFlag.WRITTEN),
              helper + " argument " + i + " is neither only read nor written");
        }
      }
    }
  }

  @Test
  void socketOptionsTakeTheContextOrTheSocketByProgramType() {
    assertEquals(
        ArgumentType.PTR_TO_CTX,
        HelperSignatures.of(Helper.SETSOCKOPT, ProgramType.SOCK_OPS).arguments().get(0).type());
    assertEquals(
        ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON,
        HelperSignatures.of(Helper.SETSOCKOPT, ProgramType.CGROUP_SOCKOPT)
            .arguments()
            .get(0)
            .type());
    assertTrue(HelperSignatures.of(Helper.GET_FUNC_IP, ProgramType.KPROBE).gplOnly());
    assertFalse(
        HelperSignatures.of(Helper.GET_FUNC_IP, ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI)
            .gplOnly());
  }

  @Test
  void wellKnownSignaturesReadAsInTheManual() {
    HelperSignature read = Helper.PROBE_READ_KERNEL.signature();
    assertTrue(read.gplOnly());
    assertTrue(read.arguments().get(0).has(ArgumentFlag.WRITTEN));
    assertTrue(read.arguments().get(0).has(ArgumentFlag.UNINITIALIZED));
    HelperSignature reserve = Helper.RINGBUF_RESERVE.signature();
    assertTrue(reserve.returns().has(ReturnFlag.RINGBUF));
    assertTrue(reserve.has(HelperTrait.ACQUIRES_REFERENCE));
    assertTrue(Helper.COPY_FROM_USER.signature().maySleep());
    assertEquals(
        Optional.of("task_struct"), Helper.GET_CURRENT_TASK_BTF.signature().returns().btfType());
  }
}
