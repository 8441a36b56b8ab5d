package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.object.core.CoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libbpf's listings do not say: explanations, errors, the other byte order. */
class CoreRelocationTest {
  private static final long POISON = 0x0bad2310_00000085L;

  private final Btf target = Fixtures.types("core_target.o");
  private final ObjectFile core = Fixtures.object("core.o");

  @Test
  void whatTheTargetLacksIsPoisonedAndExplainedWithItsLine() {
    LinkedProgram poisoned = core.relocate(Fixtures.program(core, "poisoned"), target);
    List<Unresolved> unresolved = poisoned.unresolved();
    for (Unresolved each : unresolved) {
      assertEquals(POISON, poisoned.word(each.slot()), each.toString());
      assertTrue(each.line().orElseThrow().file().endsWith("core.c"), each.toString());
    }
    List<String> reasons = unresolved.stream().map(Unresolved::reason).toList();
    assertTrue(
        reasons.stream()
            .anyMatch(each ->
                each.startsWith(
                    "the target has no struct shape.gone; candidates: struct shape (id=")),
        reasons.toString());
    assertTrue(
        reasons.contains("the target has no struct absent.field: it has no type of that name"),
        reasons.toString());
    assertTrue(
        reasons.stream().anyMatch(each -> each.contains("bytes=2, the program's bytes=4")),
        reasons.toString());
  }

  @Test
  void bothSlotsOfAWideLoadArePoisoned() {
    LinkedProgram poisoned = core.relocate(Fixtures.program(core, "poisoned"), target);
    boolean both = false;
    for (int slot = 1; slot < poisoned.slots(); slot++) {
      both |= poisoned.word(slot) == POISON && poisoned.word(slot - 1) == POISON;
    }
    assertTrue(both, ObjectText.program(poisoned));
  }

  @Test
  void typesThatDisagreeAreAnErrorOfTheProgramsThatAsk() {
    RelocatedObject relocated = core.relocate(Fixtures.types("core_ambiguous.o"));
    CoreException ambiguous =
        assertThrows(CoreException.class, () -> relocated.link(Fixtures.program(core, "fields")));
    String message = String.valueOf(ambiguous.getMessage());
    assertTrue(message.contains("core.o, section raw_tp/fields, offset "), message);
    assertTrue(message.contains("ambiguous in the target: type id="), message);
    relocated.link(Fixtures.program(core, "enumerators"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fields", "types", "enumerators"})
  void bigEndianObjectsBecomeTheSameInstructions(String name) {
    ObjectFile big = Fixtures.object("core_big.o");
    LinkedProgram one = core.relocate(Fixtures.program(core, name), target);
    LinkedProgram other =
        big.relocate(Fixtures.program(big, name), Fixtures.types("core_target_big.o"));
    assertEquals(one.slots(), other.slots());
    for (int slot = 0; slot < one.slots(); slot++) {
      assertEquals(
          Long.toHexString(one.word(slot)), Long.toHexString(other.word(slot)), name + " " + slot);
    }
    assertEquals((byte) (one.word(0) & 0xff), other.bytes()[0]);
  }

  /** Bit fields aside, which a compiler may load by other sizes. */
  @Test
  void anObjectRelocatedAgainstItsOwnTypesStaysAsItWas() {
    Btf own = core.types().orElseThrow();
    for (String name : List.of("fields", "poisoned", "types", "enumerators")) {
      EntryProgram program = Fixtures.program(core, name);
      LinkedProgram compiled = core.link(program);
      LinkedProgram relocated = core.relocate(program, own);
      assertEquals(List.of(), relocated.unresolved());
      for (int slot = 0; slot < compiled.slots(); slot++) {
        assertEquals(compiled.word(slot), relocated.word(slot), program.name() + " " + slot);
      }
    }
  }
}
