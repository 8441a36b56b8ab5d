package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.AttachType;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.Linkage;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {
  private final ObjectFile linking = Fixtures.object("linking.o");

  @Test
  void sectionNamesSayWhatProgramsAre() {
    EntryProgram externs = Fixtures.program(linking, "externs");
    assertEquals("?tp_btf/sys_enter", externs.section());
    assertEquals("tp_btf/sys_enter", externs.sectionName());
    assertFalse(externs.autoload());
    assertEquals(Optional.of(ProgramType.TRACING), externs.type());
    assertEquals(Optional.of(AttachType.TRACE_RAW_TP), externs.attachType());
    assertEquals(Optional.of("sys_enter"), externs.target());
    EntryProgram unknown = Fixtures.program(linking, "unknown_section");
    assertEquals(Optional.empty(), unknown.type());
    assertEquals(2, linking.link(unknown).slots());
  }

  @Test
  void mapDefinitionsAreRead() {
    MapSpec pairs = map("pairs");
    assertEquals(MapType.HASH, pairs.type());
    assertEquals(16, pairs.valueSize());
    MapSpec.Types types = pairs.types().orElseThrow();
    assertEquals("pair", types.btf().type(types.valueTypeId()).name());
    assertTrue(map("shared").pinnedByName());
    assertEquals(5, map("bloom").extra());
    assertEquals(1L << 44, Fixtures.object("arena.o").maps().getFirst().extra());
  }

  @Test
  void initialValuesNameMapsAndPrograms() {
    assertEquals(
        List.of("inner_one", "inner_two"),
        map("outer").contents().stream()
            .map(each -> ((MapSpec.Entry.InnerMap) each).mapName())
            .toList());
    MapSpec.Entry.InnerMap second = (MapSpec.Entry.InnerMap) map("outer").contents().get(1);
    assertEquals("02 00 00 00", second.key().toString());
    MapSpec.Entry.ProgramName jump = (MapSpec.Entry.ProgramName) map("jumps").contents().getFirst();
    assertEquals("tail_target", jump.programName());
    assertEquals("01 00 00 00", jump.key().toString());
  }

  @Test
  void constantsAreFrozenAndWritableDataIsNot() {
    assertTrue(map(".rodata").frozen());
    assertTrue(map(".rodata.custom").frozen());
    assertFalse(map(".data").frozen());
    MapSpec.Entry.Value value = (MapSpec.Entry.Value) map(".data").contents().getFirst();
    assertEquals("05 00 00 00", value.value().toString());
  }

  @Test
  void typesAreMadeFitForKernels() {
    Btf types = linking.loadableTypes().orElseThrow();
    types.validate();
    BtfType.Function hidden =
        types.type(types.require("hidden", BtfType.Function.class), BtfType.Function.class);
    assertEquals(Linkage.STATIC, hidden.linkage());
    BtfType.DataSection maps =
        types.type(types.require(".maps", BtfType.DataSection.class), BtfType.DataSection.class);
    assertTrue(maps.size() > 0);
    assertEquals(
        maps.variables().stream().map(BtfType.SectionVariable::offset).sorted().toList(),
        maps.variables().stream().map(BtfType.SectionVariable::offset).toList());
    assertEquals(8, maps.variables().size());
  }

  @Test
  void aSpecificationHoldsInstructionsReferencesAndLines() {
    ProgramSpec spec = Fixtures.linked(linking, "calls").spec(ProgramType.RAW_TRACEPOINT);
    assertEquals("Dual BSD/GPL", spec.license());
    assertEquals(
        List.of("calls", "hidden", "middle", "leaf", "step"),
        spec.functions().stream().map(each -> each.name()).toList());
    assertFalse(spec.lines().isEmpty());
    assertTrue(spec.references().values().stream().anyMatch(each -> each.name().equals(".bss")));
  }

  @Test
  void otherFilesAreRefusedByName() {
    assertRefused("does not start with the ELF magic", "nothing".repeat(20));
    byte[] other = Fixtures.bytes("linking.o");
    other[18] = 62;
    MalformedObjectException wrong =
        assertThrows(MalformedObjectException.class, () -> ObjectReader.read("x.o", other));
    assertTrue(String.valueOf(wrong.getMessage()).contains("machine=62"), wrong.getMessage());
  }

  private static void assertRefused(String part, String file) {
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () -> ObjectReader.read("x.o", file.getBytes(StandardCharsets.UTF_8)));
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  @Test
  void jsonHasAnEntryForEachSlotAndNamesWhatInstructionsMean() {
    String json = ObjectJson.program("linking.o", Fixtures.linked(linking, "tail_calls"));
    assertTrue(
        json.startsWith(
            "{\"object\":\"linking.o\",\"section\":\"socket\",\"program\":\"tail_calls\",\"insns\":[{\"hex\":\""),
        json);
    assertTrue(
        json.contains(
            "{\"hex\":\"1812000000000000\",\"text\":\"r2 = map[jumps]\",\"ref\":{\"kind\":\"map\",\"map\":\"jumps\",\"name\":\"jumps\",\"offset\":0}},{\"hex\":\"0000000000000000\",\"text\":\"\"}"),
        json);
    String text = ObjectText.object(linking);
    assertTrue(text.contains("\n  kfunc    bpf_rcu_read_lock\n"), text);
    assertTrue(text.contains(" on sys_enter, "), text);
  }

  private MapSpec map(String name) {
    return linking.maps().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
