package dev.skep.isa.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.isa.Code;
import dev.skep.isa.FuzzBudget;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MnemonicAssemblerTest {
  private static final Disassembler ASSEMBLY = Disassembler.of(Spelling.ASSEMBLY);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mov %r0, 1 | r0 = 1",
        "mov32 %r0, %r1 | w0 = w1",
        "neg32 %r3 | w3 = -w3",
        "sdiv %r1, %r2 | r1 s/= r2",
        "smod32 %r1, -3 | w1 s%= -3",
        "arsh %r1, 63 | r1 s>>= 63",
        "movsx832 %r2, %r1 | w2 = (s8)w1",
        "movsx3264 %r2, %r1 | r2 = (s32)r1",
        "be16 %r0 | r0 = be16 r0",
        "swap64 %r0 | r0 = bswap64 r0",
        "bswap16 %r0 | r0 = bswap16 r0",
        "lddw %r0, 0x123456789abcdef0 | r0 = 0x123456789abcdef0 ll",
        "lddw %r0, -1 | r0 = 0xffffffffffffffff ll",
        "ldxdw %r0, [%r1] | r0 = *(u64 *)(r1 +0)",
        "ldxsb %r0, [%r10-1] | r0 = *(s8 *)(r10 -1)",
        "stw [%r1+0x2], 0x44332211 | *(u32 *)(r1 +2) = 1144201745",
        "stxb [%r0+1], %r9 | *(u8 *)(r0 +1) = r9",
        "lock add32 [%r10-4], %r1 | lock *(u32 *)(r10 -4) += r1",
        "lock fetch or [%r10-8], %r1 | r1 = atomic64_fetch_or((u64 *)(r10 -8), r1)",
        "lock fetch_add [%r10-8], %r1 | r1 = atomic64_fetch_add((u64 *)(r10 -8), r1)",
        "lock cmpxchg32 [%r10-8], %r1 | r0 = atomic_cmpxchg((u32 *)(r10 -8), r0, r1)",
        "lock xchg [%r10-8], %r1 | r1 = atomic64_xchg((u64 *)(r10 -8), r1)",
        "jsle32 %r1, 0xfffffffd, +4 | if w1 s<= 0xfffffffd goto pc+4",
        "jset %r1, %r2, -1 | if r1 & r2 goto pc-1",
        "ja +0 | goto pc+0",
        "ja32 -1 | gotol pc-1",
        "call 5 | call unknown#5",
        "call helper 5 | call unknown#5",
        "call local +1 | call pc+1",
        "call runtime 77 | call kfunc#77",
        "call %r2 | callx r2",
        "callx %r2 | callx r2",
      })
  void mnemonicsAreInstructions(String mnemonic, String kernel) {
    assertEquals(kernel, ASSEMBLY.text(MnemonicAssembler.assemble(mnemonic).get(0)));
  }

  @Test
  void theFirstExitIsALabelUnlessTheTextHasOne() {
    assertEquals(
        MnemonicAssembler.assemble("ja +0\nexit\nexit"),
        MnemonicAssembler.assemble("ja exit\nexit\nexit"));
    assertEquals(
        MnemonicAssembler.assemble("ja +1\nexit\nexit"),
        MnemonicAssembler.assemble("ja exit\nexit\nexit: exit"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ldxq %r0, %r1 | line 1:1: unknown mnemonic \"ldxq\"",
        "ldxsdw %r0, [%r1] | line 1:1: unknown mnemonic \"ldxsdw\"",
        "be8 %r0 | line 1:1: unknown mnemonic \"be8\"",
        "or %r0, %r50 | line 1:9: invalid register, they are %r0 to %r10",
        "mov32 %r0, 2147483648 | line 1:12: immediate=2147483648 does not fit 32 bits",
        "ldxb %r0, %r1 | line 1:11: expected \"[\" but found \"%\"",
        "ldxb %r0, [%r1+0x10000] | line 1:15: offset=65536 is not in -32768 to 32767",
        "lock or [%r10-8] | line 1:17: expected \",\" but the line ends",
        "lock | line 1:5: expected an atomic operation but the line ends",
        "lock nand [%r10-8], %r1 | line 1:6: unknown atomic operation \"nand\"",
        "lddw %r0 | line 1:9: expected \",\" but the line ends",
        "ja NOWHERE | line 1:4: there is no label \"NOWHERE\"",
      })
  void mistakesAreNamedWithTheirPlace(String text, String message) {
    assertEquals(
        message,
        assertThrows(AssemblyException.class, () -> MnemonicAssembler.assemble(text)).getMessage());
  }

  @Test
  void mutatedMnemonicsAreCodeOrAnAssemblyException() {
    String text =
        "lddw %r1, 0x1122\nl: lock fetch add [%r10-8], %r1\njne32 %r1, 5, l\nmovsx832 %r2, %r1\n";
    FuzzBudget.forEachSeed(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder mutated = new StringBuilder(text);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(mutated.length());
        mutated.setCharAt(at, text.charAt(random.nextInt(text.length())));
      }
      try {
        Code code = MnemonicAssembler.assemble(mutated.toString());
        assertEquals(code, Assembler.assemble(ASSEMBLY.listing(code)));
      } catch (AssemblyException wrong) {
        assertEquals(1, String.valueOf(wrong.getMessage()).lines().count());
      }
    });
  }
}
