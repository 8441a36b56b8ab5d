package dev.skep.isa.conformance;

import dev.skep.isa.Code;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A test of instructions: run the program on the memory, compare R0.
 *
 * <p>The file has sections that start with a line {@code -- NAME}: {@code asm} (uBPF's dialect),
 * {@code raw} (bytes in hexadecimal, or 64-bit little-endian words with {@code 0x}; used instead of
 * {@code asm} where both are there), {@code mem} (bytes in hexadecimal), {@code result} (R0),
 * {@code error} (the program is to be refused or to fail; its text says how one implementation
 * words it). {@code c}, {@code no register offset} and {@code no jit} are notes. What {@code #}
 * starts is a comment.
 *
 * @param program what to run, or why there is nothing to run
 * @param memory what R1 points to and R2 counts; empty without {@code mem}
 * @param result the expected R0
 * @param error the expected error's text, possibly empty; absent when none is expected
 */
public record ConformanceFile(
    Program program, ByteBuffer memory, OptionalLong result, Optional<String> error) {

  /** The program of a test. */
  public sealed interface Program {
    /** Its instructions. */
    record Decoded(Code code) implements Program {}

    /** The file, its assembly or its bytes are wrong; the reason is one line. */
    record Unreadable(String reason) implements Program {}
  }

  public ConformanceFile {
    memory = memory.asReadOnlyBuffer();
  }

  /** A read-only view of the memory, its position at the first byte. */
  @Override
  public ByteBuffer memory() {
    return memory.duplicate();
  }

  /** A copy of the memory, which the program may change. */
  public byte[] memoryBytes() {
    byte[] bytes = new byte[memory.remaining()];
    memory().get(bytes);
    return bytes;
  }

  /** The test that a text describes. Whatever is wrong in it is {@link Program.Unreadable}. */
  public static ConformanceFile parse(String text) {
    return new SectionReader(text).file();
  }
}
