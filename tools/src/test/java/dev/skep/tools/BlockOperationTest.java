package dev.skep.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockOperationTest {
  /** Letters as blk_fill_rwbs writes them. */
  @ParameterizedTest
  @CsvSource({
    "R, read",
    "RA, read",
    "RSM, read",
    "W, write",
    "WS, write",
    "FWFS, write",
    "FF, flush",
    "F, flush",
    "FFS, flush",
    "D, discard",
    "DS, discard",
    "DE, secure erase",
    "ZR, zone",
    "N, other",
    "FR, read"
  })
  void theOperationStandsBehindAPrecedingFlush(String letters, String label) {
    assertEquals(label, BlockOperation.of(letters).label());
  }

  @ParameterizedTest
  @CsvSource({"266338305, 254:1", "8388624, 8:16", "0, 0:0"})
  void deviceNumbersSplitIntoMajorAndMinor(long number, String printed) {
    assertEquals(printed, DeviceNumber.of(number).toString());
  }
}
