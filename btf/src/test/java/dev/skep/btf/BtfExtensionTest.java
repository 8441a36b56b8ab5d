package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfExtensionTest {
  private static BtfExtension read(String source) {
    return BtfExtension.read(Fixtures.bytes(source + ".btf.ext"), Fixtures.btf(source));
  }

  @Test
  void functionsStartWhereTheirSectionsSay() {
    Btf btf = Fixtures.btf("shapes");
    BtfExtension extension = read("shapes");
    assertEquals(
        List.of("socket", ".text"),
        extension.sections().stream().map(BtfExtension.SectionInfo::section).toList());
    for (BtfExtension.SectionInfo section : extension.sections()) {
      assertEquals(1, section.functions().size());
      assertEquals(0, section.functions().getFirst().instructionOffset());
    }
    BtfExtension.FunctionInfo program =
        extension.section("socket").orElseThrow().functions().getFirst();
    assertEquals("program", btf.type(program.typeId()).name());
  }

  @Test
  void everyLineOfSourceIsTheLineOfTheFile() {
    List<String> source =
        new String(Fixtures.bytes("shapes.c"), StandardCharsets.UTF_8).lines().toList();
    int lines = 0;
    for (BtfExtension.SectionInfo section : read("shapes").sections()) {
      for (BtfExtension.LineInfo info : section.lines()) {
        assertEquals("./shapes.c", info.file());
        assertEquals(source.get(info.line() - 1), info.source());
        assertTrue(info.column() >= 0 && info.column() <= info.source().length(), info::toString);
        lines++;
      }
    }
    assertTrue(lines > 5);
  }

  @Test
  void relocationsNameTheirRootAndTheirPath() {
    Btf btf = Fixtures.btf("shapes");
    List<String> relocations =
        read("shapes").section("socket").orElseThrow().relocations().stream()
            .map(it -> it.kind() + " " + btf.type(it.typeId()).name() + " " + it.access())
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "ENUMERATOR_VALUE colour 2",
            "FIELD_BYTE_OFFSET nested 0:0:0",
            "FIELD_BYTE_SIZE nested 0:1:0",
            "TYPE_EXISTS padded 0",
            "TYPE_ID_TARGET late 0"),
        relocations);
  }

  @Test
  void bigEndianObjectsSayTheSame() {
    Btf big = Fixtures.btf("shapes.big");
    Btf little = Fixtures.btf("shapes");
    assertEquals(little.typeCount(), big.typeCount());
    for (int id = 0; id < big.typeCount(); id++) {
      assertEquals(little.type(id), big.type(id));
    }
    BtfExtension read = read("shapes.big");
    assertFalse(read.sections().isEmpty());
    assertEquals(read("shapes"), read);
  }

  @Test
  void writingWhatWasReadGivesTheSame() {
    for (String name : List.of("shapes", "shapes.big")) {
      BtfExtension read = read(name);
      BtfBuilder builder = BtfBuilder.copyOf(Fixtures.btf(name));
      byte[] bytes = read.bytes(builder);
      assertEquals(read, BtfExtension.read(bytes, builder.build()));
    }
  }

  @Test
  void bytesOfTheTypesAreKept() {
    for (String name : List.of("shapes.btf", "shapes.big.btf")) {
      assertArrayEquals(Fixtures.bytes(name), Btf.of(Fixtures.bytes(name)).bytes());
    }
  }

  @Test
  void recordsBeyondTheSectionAreRefusedWithTheirOffset() {
    byte[] bytes = Fixtures.bytes("shapes.btf.ext");
    bytes[12] = (byte) 0xff;
    bytes[13] = (byte) 0xff;
    MalformedBtfException refused =
        assertThrows(
            MalformedBtfException.class, () -> BtfExtension.read(bytes, Fixtures.btf("shapes")));
    assertEquals(8, refused.offset());
    assertTrue(refused.reason().contains("beyond size=" + bytes.length), refused::reason);
  }
}
