package dev.skep.btf.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.Fixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuePrinterTest {
  private static String json(String fixture, String struct, ByteBuffer memory) {
    Btf btf = Fixtures.btf(fixture);
    int id = btf.require(struct, BtfType.Struct.class);
    byte[] bytes = new byte[memory.capacity()];
    memory.get(0, bytes);
    return ValuePrinter.json(ValueReader.read(btf, id, bytes));
  }

  /** a=5, b=0xab, c=-2, d=0x123456789a, e=7, f=1, as clang lays out {@code struct bits}. */
  @Test
  void bitFieldsAreReadInEitherByteOrder() {
    String expected =
        "{\"a\":\"0x5\",\"b\":\"0xab\",\"c\":\"0xfffe\",\"d\":\"0x123456789a\",\"e\":7,\"f\":\"0x1\"}";
    ByteBuffer little = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    little.putInt(0, 5 | 0xab << 8 | 0xfffe << 16).putLong(8, 0x123456789aL | 7L << 40 | 1L << 48);
    assertEquals(expected, json("shapes", "bits", little));
    ByteBuffer big = ByteBuffer.allocate(16);
    big.putInt(0, 5 << 29 | 0xab << 16 | 0xfffe)
        .putLong(8, 0x123456789aL << 24 | 7L << 16 | 1L << 15);
    assertEquals(expected, json("shapes.big", "bits", big));
  }

  @Test
  void enumeratorsNumbersAndNestedMembersAreNamed() {
    ByteBuffer memory = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    Btf btf = Fixtures.btf("shapes");
    int nested = btf.require("nested", BtfType.Struct.class);
    int colours = (int) btf.layout().member(nested, "colours").orElseThrow().byteOffset();
    memory.putInt(0, -3).putShort(4, (short) 2).putShort(6, (short) -1);
    memory.putDouble(8, 1.5).putInt(colours, 5).putInt(colours + 4, 77);
    String json = json("shapes", "nested", memory);
    assertEquals(
        "{\"\":{\"x\":-3,\"\":{\"y\":-65534,\"halves\":{\"low\":2,\"high\":-1}}},\"number\":{\"f\":0.0,\"d\":1.5}",
        json.substring(0, json.indexOf(",\"bits\"")));
    assertEquals(
        "\"colours\":[\"GREEN\",77,\"RED\",\"RED\"],\"local\":0}",
        json.substring(json.indexOf("\"colours\"")));
  }

  @Test
  void textIsTextUpToItsNul() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    int character = builder.add(new BtfType.Int("char", 1, BtfType.Encoding.SIGNED, 8, 0));
    int array = builder.add(new BtfType.Array(character, character, 8));
    Btf btf = builder.build();
    byte[] text = "a \"b\"\0xx".getBytes(StandardCharsets.US_ASCII);
    assertEquals("\"a \\\"b\\\"\"", ValuePrinter.json(ValueReader.read(btf, array, text)));
    byte[] binary = {1, -1, 0, 0, 0, 0, 0, 0};
    assertEquals("[1,-1,0,0,0,0,0,0]", ValuePrinter.json(ValueReader.read(btf, array, binary)));
    assertThrows(IllegalArgumentException.class, () -> ValueReader.read(btf, array, new byte[7]));
  }

  @Test
  void boolsCharactersAndWideIntegersKeepTheirMeaning() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.BIG_ENDIAN);
    int truth = builder.add(new BtfType.Int("bool", 1, BtfType.Encoding.BOOL, 8, 0));
    int character = builder.add(new BtfType.Int("c", 1, BtfType.Encoding.CHAR, 8, 0));
    int wide = builder.add(new BtfType.Int("u128", 16, BtfType.Encoding.UNSIGNED, 128, 0));
    int all =
        builder.add(
            new BtfType.Struct(
                "all",
                32,
                List.of(
                    new BtfType.Member("t", truth, 0, 0),
                    new BtfType.Member("c", character, 8, 0),
                    new BtfType.Member("n", character, 16, 0),
                    new BtfType.Member("w", wide, 128, 0))));
    byte[] memory = new byte[32];
    memory[0] = 1;
    memory[1] = 'x';
    memory[16] = (byte) 0x80;
    assertEquals(
        "{\"t\":true,\"c\":\"x\",\"n\":\"\\u0000\",\"w\":170141183460469231731687303715884105728}",
        ValuePrinter.json(ValueReader.read(builder.build(), all, memory)));
  }
}
