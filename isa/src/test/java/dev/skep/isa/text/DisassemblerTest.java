package dev.skep.isa.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisassemblerTest {
  private static final Map<Integer, String> HELPERS =
      Map.of(1, "bpf_map_lookup_elem", 181, "bpf_loop");

  /** Names as the programs of the fixture need them. */
  private static final SymbolNames NAMES =
      new SymbolNames() {
        @Override
        public @Nullable String helper(int id) {
          return HELPERS.get(id);
        }

        @Override
        public @Nullable String immediate(Instruction.LoadImmediate64 load) {
          return switch (load.kind()) {
            case MAP_FD -> "map[id:" + load.low() + "]";
            case MAP_VALUE -> "map[id:" + load.low() + "][0]+" + load.high();
            case CONSTANT, BTF_ID, FUNCTION, MAP_INDEX, MAP_INDEX_VALUE -> null;
          };
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"instructions.llvm", "unloaded.llvm"})
  void llvmSpellingIsThatOfLlvmObjdump(String listing) {
    Disassembler llvm = Disassembler.of(Spelling.LLVM);
    int compared = 0;
    for (String line : Fixtures.lines(listing)) {
      String[] columns = line.split("\t", 3);
      if (columns.length < 3 || isUnknownToLlvm19(columns[1])) {
        continue;
      }
      Instruction instruction = Fixtures.codeOfHex(columns[1]).get(0);
      int slot = Integer.parseInt(columns[0].strip().replace(":", ""));
      String expected = columns[0] + "\t" + columns[2].replaceFirst(" <[^<>=]*>$", "");
      assertEquals(expected, llvm.line(slot, instruction));
      compared++;
    }
    assertTrue(compared >= 5, () -> "too few lines in " + listing);
  }

  /** LLVM 19 prints acquiring loads and releasing stores as unknown or as something else. */
  private static boolean isUnknownToLlvm19(String hex) {
    return (hex.endsWith("00 01 00 00") && hex.matches("(db|c3).*")) || hex.endsWith("10 01 00 00");
  }

  /** The verifier prints the programs in the order of the section, each from slot 0. */
  @Test
  void kernelSpellingIsThatOfTheVerifierLog() {
    List<String> log = Fixtures.lines("instructions.kernel");
    Code code = Fixtures.code("instructions-socket.bin");
    Disassembler kernel = Disassembler.of(Spelling.KERNEL);
    List<String> ours = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < code.size(); i++) {
      ours.add(kernel.line(code.slotOf(i) - start, code.get(i)).strip());
      if (code.get(i) instanceof Instruction.Exit) {
        start = code.slotOf(i + 1);
      }
    }
    assertEquals(log.subList(0, ours.size()), ours);
  }

  /**
   * Each instruction is followed by its bytes. Subprogram calls are kernel-internal there, and
   * bpftool 7.1 is older than the instructions of the other programs.
   */
  @Test
  void kernelSpellingIsThatOfBpftoolDumpXlated() {
    List<String> all = Fixtures.lines("instructions.xlated");
    List<String> dump = all.subList(all.indexOf("program calls"), all.size());
    Disassembler kernel = Disassembler.of(Spelling.KERNEL, NAMES);
    int compared = 0;
    for (int i = 0; i + 1 < dump.size(); i++) {
      String line = dump.get(i);
      if (!line.matches(" *[0-9]+: \\(.*") || line.contains("call ") || line.contains("subprog")) {
        continue;
      }
      int slot = Integer.parseInt(line.strip().replaceFirst(":.*", ""));
      Instruction instruction = Fixtures.codeOfHex(dump.get(i + 1)).get(0);
      assertEquals(line, kernel.line(slot, instruction));
      compared++;
    }
    assertTrue(compared > 50, "compared=" + compared);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "85 00 00 00 01 00 00 00, call bpf_map_lookup_elem#1",
    "85 00 00 00 63 00 00 00, call unknown#99",
    "85 20 00 00 c9 ff 00 00, call kernel-function#65481",
    "85 10 00 00 fe ff ff ff, call pc-2",
    "bf 21 01 00 00 00 01 00, 'r1 = addr_space_cast(r2, 1, 0)'",
    "8d 02 00 00 00 00 00 00, callx r2",
  })
  void kernelSpellingOfWhatTheFixtureLacks(String hex, String text) {
    Disassembler kernel = Disassembler.of(Spelling.KERNEL, NAMES);
    assertEquals(text, kernel.text(Fixtures.codeOfHex(hex).get(0)));
  }

  @Test
  void namesReplaceNumbersInTheKernelSpelling() {
    SymbolNames names =
        new SymbolNames() {
          @Override
          public String subprogram(Instruction.CallSubprogram call) {
            return "bpf_prog_1_twice";
          }

          @Override
          public String kernelFunction(Instruction.CallKfunc call) {
            return "bpf_rcu_read_lock";
          }
        };
    Disassembler kernel = Disassembler.of(Spelling.KERNEL, names);
    assertEquals("call pc+3#bpf_prog_1_twice", kernel.text(new Instruction.CallSubprogram(3)));
    assertEquals("call bpf_rcu_read_lock#9", kernel.text(new Instruction.CallKfunc(9, (short) 0)));
    assertEquals(
        "r1 = 0x500000003",
        kernel.text(new Instruction.LoadImmediate64(Register.R1, PseudoImmediate.MAP_VALUE, 3, 5)));
  }
}
