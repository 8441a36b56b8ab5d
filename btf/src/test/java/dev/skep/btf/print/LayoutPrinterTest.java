package dev.skep.btf.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.Fixtures;
import org.junit.jupiter.api.Test;

class LayoutPrinterTest {
  private static final Btf SHAPES = Fixtures.btf("shapes");

  @Test
  void bitFieldsShowTheirBits() {
    assertEquals(
        """
        struct bits {
            u32 a:3;                                /* 0, bits 0..2 */
            u32 b:8;                                /* 1, bits 0..7 */
            int c:16;                               /* 2, bits 0..15 */
            u64 d:40;                               /* 8, bits 0..39 */
            u8 e;                                   /* 13, 1 bytes */
            bool f:1;                               /* 14, bits 0..0 */
        };                                          /* 16 bytes */
        """,
        LayoutPrinter.print(SHAPES, SHAPES.require("bits", BtfType.Struct.class)));
  }

  @Test
  void anonymousMembersAreWrittenOutWithOffsetsFromTheOutermostStart() {
    String layout = LayoutPrinter.print(SHAPES, SHAPES.require("nested", BtfType.Struct.class));
    assertEquals(
        """
        struct nested {
            struct {
                int x;                              /* 0, 4 bytes */
                union {
                    int y;                          /* 4, 4 bytes */
                    struct {
                        short low;                  /* 4, 2 bytes */
                        short high;                 /* 6, 2 bytes */
                    } halves;                       /* 4, 4 bytes */
                };                                  /* 4, 4 bytes */
            };                                      /* 0, 8 bytes */
        """,
        layout.lines().limit(11).map(line -> line + "\n").reduce("", String::concat));
  }

  @Test
  void whatHasNoMembersIsRefused() {
    int number = SHAPES.require("u32", BtfType.Typedef.class);
    assertThrows(IllegalArgumentException.class, () -> LayoutPrinter.print(SHAPES, number));
  }
}
