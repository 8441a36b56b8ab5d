package dev.skep.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
  private static final HexFormat HEX = HexFormat.of();

  private static Code decode(String hex) {
    return Decoder.decode(HEX.parseHex(hex.replace(" ", "")), ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void registersChangePlacesInBigEndian() {
    Code code =
        Code.of(
            new Instruction.StoreRegister(MemorySize.DW, Register.R10, (short) -8, Register.R1));
    assertEquals("7b1af8ff00000000", HEX.formatHex(Encoder.encode(code, ByteOrder.LITTLE_ENDIAN)));
    assertEquals("7ba1fff800000000", HEX.formatHex(Encoder.encode(code, ByteOrder.BIG_ENDIAN)));
  }

  @Test
  void aWideImmediateTakesTwoSlotsLowHalfFirst() {
    Code code = Code.of(Instruction.LoadImmediate64.of(Register.R3, 0x1122334455667788L));
    assertEquals(
        "18030000887766550000000044332211",
        HEX.formatHex(Encoder.encode(code, ByteOrder.LITTLE_ENDIAN)));
    assertEquals(
        "18300000556677880000000011223344",
        HEX.formatHex(Encoder.encode(code, ByteOrder.BIG_ENDIAN)));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "b700000005000000, Move[width=W64; dst=r0; src=5]",
    "bc21000000000000, Move[width=W32; dst=r1; src=r2]",
    "bc21080000000000, MoveSignExtended[width=W32; fromBits=8; dst=r1; src=r2]",
    "bf21200000000000, MoveSignExtended[width=W64; fromBits=32; dst=r1; src=r2]",
    "bf21010001000000, CastAddressSpace[dst=r1; src=r2; toSpace=0; fromSpace=1]",
    "3701010003000000, Alu[width=W64; operation=SDIV; dst=r1; src=3]",
    "9c21010000000000, Alu[width=W32; operation=SMOD; dst=r1; src=r2]",
    "d701000010000000, ByteSwap[order=SWAP; bits=16; dst=r1]",
    "dc01000040000000, ByteSwap[order=TO_BIG_ENDIAN; bits=64; dst=r1]",
    "9121f8ff00000000, Load[size=B; signExtended=true; dst=r1; base=r2; offset=-8]",
    "db21080000010000, LoadAcquire[size=DW; dst=r1; base=r2; offset=8]",
    "d321080010010000, StoreRelease[size=B; base=r1; offset=8; src=r2]",
    "db210800f1000000, Atomic[size=DW; operation=CMPXCHG; fetch=true; base=r1; offset=8; src=r2]",
    "c321080041000000, Atomic[size=W; operation=OR; fetch=true; base=r1; offset=8; src=r2]",
    "06000000feffffff, Jump[wide=true; offset=-2]",
    "e500020000000000, MayGoto[offset=2]",
    "8d02000000000000, CallRegister[target=r2]",
    "8520030005000000, CallKfunc[btfTypeId=5; btfIndex=3]",
    "85100000ffffffff, CallSubprogram[offset=-1]",
    "280000000c000000, LoadPacketAbsolute[size=H; offset=12]",
    "5060000002000000, LoadPacketIndirect[size=B; index=r6; offset=2]",
    "d601050007000000, JumpIf[width=W32; condition=SIGNED_LESS_OR_EQUAL; dst=r1; src=7; offset=5]",
  })
  void opcodesDecodeAsLinuxDefinesThem(String hex, String instruction) {
    Code code = decode(hex);
    assertEquals(instruction.replace(';', ','), code.get(0).toString());
    assertEquals(hex, HEX.formatHex(Encoder.encode(code, ByteOrder.LITTLE_ENDIAN)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0710000001000000, the reserved field src=1 of opcode 0x7 must be 0",
    "0700010001000000, the reserved field offset=1 of opcode 0x7 must be 0",
    "0f00000001000000, the reserved field imm=1 of opcode 0xf must be 0",
    "3701ffff03000000, the reserved field offset=-1 of opcode 0x37 must be 0",
    "9500010000000000, the reserved field offset=1 of opcode 0x95 must be 0",
    "8f00000000000000, unknown opcode 0x8f",
    "df01000010000000, unknown opcode 0xdf",
    "d701000008000000, 'a byte swap of imm=8 bits, not 16, 32 or 64'",
    "0f0b000000000000, 'no register dst=11, they end at 10'",
    "db21080002000000, unknown atomic operation imm=0x2",
    "db210800e0000000, unknown atomic operation imm=0xe0",
    "db21080001010000, unknown atomic operation imm=0x101",
    "cb21080000000000, 'an atomic read-modify-write of bytes=2, not 4 or 8'",
    "bc21200000000000, a 32-bit move with reserved offset=32",
    "bf21010000000000, 'a cast to address space=0 from space=0, not between 0 and 1'",
    "8530000001000000, a call of unknown kind src=3",
    "1870000001000000, a 64-bit immediate load of unknown kind src=7",
    "9921000000000000, unknown opcode 0x99",
    "8600000001000000, unknown opcode 0x86",
    "3800000000000000, unknown opcode 0x38",
    "1800000001000000, the second slot of a 64-bit immediate load is missing",
    "18000000010000000000010000000000, "
        + "in the second slot of a 64-bit immediate load only the immediate may be set",
    "18100000010000000000000001000000, the second immediate=1 of a load of MAP_FD must be 0",
    "95000000, the last slot is incomplete: a slot has 8 bytes",
  })
  void whatIsReservedIsMalformed(String hex, String reason) {
    MalformedCodeException malformed =
        assertThrows(MalformedCodeException.class, () -> decode("9500000000000000" + hex));
    assertEquals(reason, malformed.reason());
  }

  @Test
  void theMessageNamesSlotReasonAndBytes() {
    MalformedCodeException malformed =
        assertThrows(
            MalformedCodeException.class,
            () -> decode("18000000010000000000000000000000 ff01020304050607"));
    assertEquals("slot 2: unknown opcode 0xff (ff 01 02 03 04 05 06 07)", malformed.getMessage());
    assertEquals(2, malformed.slot());
    assertArrayEquals(HEX.parseHex("ff01020304050607"), malformed.bytes());
  }

  @Test
  void everyInstructionSurvivesEncodingAndDecoding() {
    FuzzBudget.forEachSeed(seed -> {
      RandomInstructions random = new RandomInstructions(seed);
      List<Instruction> instructions = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        instructions.add(random.instruction());
      }
      Code code = Code.of(instructions);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        assertEquals(code, Decoder.decode(Encoder.encode(code, order), order));
      }
    });
  }

  @Test
  void buffersAndSegmentsHoldTheSameBytes() {
    Code code = Code.of(Instruction.LoadImmediate64.of(Register.R1, -2), new Instruction.Exit());
    byte[] bytes = Encoder.encode(code, ByteOrder.BIG_ENDIAN);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(100);
      Encoder.encode(code, segment, ByteOrder.BIG_ENDIAN);
      MemorySegment written = segment.asSlice(0, 24);
      assertArrayEquals(bytes, written.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
      assertEquals(code, Decoder.decode(written, ByteOrder.BIG_ENDIAN));
    }
    ByteBuffer buffer = ByteBuffer.allocate(40).position(3);
    Encoder.encode(code, buffer);
    assertEquals(27, buffer.position());
    assertEquals(code, Decoder.decode(buffer.flip().position(3)));
  }
}
