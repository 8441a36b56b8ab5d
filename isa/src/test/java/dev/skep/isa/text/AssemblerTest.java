package dev.skep.isa.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.isa.Code;
import dev.skep.isa.FuzzBudget;
import dev.skep.isa.Instruction;
import dev.skep.isa.RandomInstructions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {
  private static final Disassembler ASSEMBLY = Disassembler.of(Spelling.ASSEMBLY);
  private static final Disassembler KERNEL = Disassembler.of(Spelling.KERNEL);

  @Test
  void everyInstructionIsReadBackAsItWasWritten() {
    FuzzBudget.forEachSeed(seed -> {
      RandomInstructions random = new RandomInstructions(seed);
      List<Instruction> instructions = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        instructions.add(random.instruction());
      }
      Code code = Code.of(instructions);
      assertEquals(code, Assembler.assemble(ASSEMBLY.listing(code)));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instructions-text.bin",
        "instructions-socket.bin",
        "instructions-tc.bin",
        "unloaded-text.bin"
      })
  void whatClangCompiledIsReadBackAsItWasWritten(String section) {
    Code code = Fixtures.code(section);
    assertEquals(code, Assembler.assemble(ASSEMBLY.listing(code)));
  }

  @Test
  void aKernelListingIsAssemblyToo() {
    Code code = Fixtures.code("instructions-socket.bin");
    assertEquals(code, Assembler.assemble(KERNEL.listing(code)));
  }

  @Test
  void labelsAreTargetsOfJumpsCallsAndCallbacks() {
    Code code =
        Assembler.assemble(
            """
            start:  r1 = 0x1 ll      ; two slots
              if r1 == 0 goto done   // forward
              goto start
              gotol start
              may_goto done
              call callee
              r2 = subprog[callee]
            done: exit
            callee:
              exit
            """);
    assertEquals(
        """
        r1 = 0x1 ll
        if r1 == 0x0 goto pc+6
        goto pc-4
        gotol pc-5
        may_goto pc+3
        call pc+3
        r2 = subprog[+2]
        exit
        exit
        """,
        ASSEMBLY.listing(code));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "r1 = 5 | r1 = 5",
        "r1 = 0xffffffff | r1 = -1",
        "r1 = -0x80000000 | r1 = -2147483648",
        "r1=-5|r1 = -5",
        "r1 = 18446744073709551615 ll | r1 = 0xffffffffffffffff ll",
        "r1 = -1 ll | r1 = 0xffffffffffffffff ll",
        "(18) r1 = 0x5 | r1 = 0x5 ll",
        "0: (b7) r1 = 0x5 | r1 = 5",
        "r1 = *(u64 *)(r2 + 0x8) | r1 = *(u64 *)(r2 +8)",
        "r1 = *(s8*)(r2 - 8) | r1 = *(s8 *)(r2 -8)",
        "r1 = *(u8 *)(r2) | r1 = *(u8 *)(r2 +0)",
        "r0 = *(u8 *)skb[r7] | r0 = *(u8 *)skb[r7 + 0]",
        "r0 = *(u8 *)skb[r7 - 2] | r0 = *(u8 *)skb[r7 + -2]",
        "goto +0x2 | goto pc+2",
        "if w1 s>= -1 goto pc-1 | if w1 s>= 0xffffffff goto pc-1",
        "call #5 | call unknown#5",
        "call bpf_ktime_get_ns#5 | call unknown#5",
        "call kfunc#77@2 | call kfunc#77@2",
        "w1 s>>= 3 | w1 s>>= 3",
      })
  void whatPeopleWriteIsUnderstood(String written, String canonical) {
    assertEquals(canonical, ASSEMBLY.text(Assembler.assemble(written).get(0)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "r11 = 5 | line 1:1: expected an instruction but found \"r11\"",
        "r1 = 0x1ffffffff | line 1:6: immediate=8589934591 does not fit 32 bits: write \"ll\" behind it",
        "r1 = 4294967295 | line 1:6: immediate=4294967295 does not fit 32 bits: write \"ll\" behind it",
        "r1 += 2147483648 | line 1:7: immediate=2147483648 does not fit 32 bits",
        "r1 = 0x | line 1:6: \"0x\" is no decimal or 0x number of at most 64 bits",
        "r1 = 99999999999999999999 ll | line 1:6: \"99999999999999999999\" is no decimal or 0x number of at most 64 bits",
        "r1 = w2 | line 1:6: expected a register r0 to r10 but found \"w2\"",
        "w1 = 5 ll | line 1:10: only moves and arithmetic write a w register: use r1",
        "r1 = *(u64 *)(r2 +40000) | line 1:18: offset=40000 is not in -32768 to 32767",
        "r1 = *(s64 *)(r2 +4) | line 1:8: expected a type u8 to u64 or s8 to s32 but found \"s64\"",
        "goto nowhere | line 1:6: there is no label \"nowhere\"",
        "goto +40000 | line 1:6: the target is offset=40000 slots away, not in -32768 to 32767",
        "exit now | line 1:6: expected the end of the line but found \"now\"",
        "r1 = be16 r2 | line 1:11: source and destination of this must be one register",
        "lock *(u8 *)(r1 +0) += r2 | line 1:6: an atomic operation has u32 or u64",
        "r2 = atomic_fetch_add((u64 *)(r1 +0), r2) | line 1:6: atomic_ is for u32, atomic64_ for u64",
        "r3 = atomic64_fetch_add((u64 *)(r1 +0), r2) | line 1:6: the old value goes to r2",
        "r3 = w | line 1:6: expected a value but found \"w\"",
        "(bf) r1 = 5 | line 1:1: opcode (bf) but the text is (b7)",
        "7: (b7) r1 = 5 | line 1:1: slot=7 but this is slot=0",
        "if r1 ~ 5 goto +1 | line 1:7: expected a comparison like == or s> but found \"~\"",
        "if r1 > 5 | line 1:10: expected \"goto\" but the line ends",
      })
  void mistakesAreNamedWithTheirPlace(String text, String message) {
    assertEquals(
        message,
        assertThrows(AssemblyException.class, () -> Assembler.assemble(text)).getMessage());
  }

  @Test
  void aLabelStandsInOnePlaceOnly() {
    AssemblyException twice =
        assertThrows(AssemblyException.class, () -> Assembler.assemble("a:\nexit\n  a:\n"));
    assertEquals("line 3:3: the label \"a\" stands in two places", twice.getMessage());
    assertEquals(3, twice.line());
    assertEquals(3, twice.column());
  }
}
