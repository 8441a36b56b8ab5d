package dev.skep.bench;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.Program;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The programs that {@code bench/run vm} compares. */
final class VmSamples {
  private static final int SMALL = 64;
  private static final int LARGE = 1500;

  private VmSamples() {}

  /**
   * A program to compare.
   *
   * @param name what the report calls it
   * @param packetBytes what it runs on
   * @param load loads it, and what it needs
   */
  record Sample(String name, int packetBytes, Function<Engine, Program> load) {}

  /** Does nothing: what a run costs by itself. */
  static Sample trivial() {
    return of("return", SMALL, "r0 = 2\nexit\n");
  }

  /** All others. */
  static List<Sample> all() {
    return List.of(
        of("parse", SMALL, PARSE),
        of("alu", SMALL, ALU),
        of("checksum", LARGE, CHECKSUM),
        of("array", SMALL, ARRAY, map("values", MapType.ARRAY, 4, 1024)),
        of("hash", SMALL, HASH, map("values", MapType.HASH, 8, 1024)),
        of("log2", SMALL, LOG2, map("values", MapType.ARRAY, 4, 64)),
        of("chacha", SMALL, chacha()),
        new Sample("tailcalls", SMALL, VmSamples::tailCalls),
        of("straight", SMALL, straight()),
        of("calls", SMALL, CALLS));
  }

  private static MapSpec map(String name, MapType type, int keyBytes, int entries) {
    return MapSpec.of(name, type, keyBytes, 8, entries);
  }

  private static Sample of(String name, int packetBytes, String text, MapSpec... maps) {
    return new Sample(name, packetBytes, engine -> load(engine, name, text, maps));
  }

  /** {@code map[fd:N]} names the N-th of the maps. */
  private static Program load(Engine engine, String name, String text, MapSpec... specs) {
    Code code = Assembler.assemble(text);
    Map<Integer, Reference> references = new HashMap<>();
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof LoadImmediate64 load && load.kind() == PseudoImmediate.MAP_FD) {
        references.put(i, new Reference.ToMap(specs[load.low()].name()));
      }
    }
    Map<String, BpfMap> maps = new HashMap<>();
    for (MapSpec spec : specs) {
      maps.put(spec.name(), engine.create(spec));
    }
    ProgramSpec spec =
        ProgramSpec.builder(name, ProgramType.XDP)
            .license("GPL")
            .code(code)
            .references(references)
            .build();
    return engine.load(spec, maps, LoadOptions.DEFAULT);
  }

  /** Ten programs, each of which changes to the next one. */
  private static Program tailCalls(Engine engine) {
    Program last = load(engine, "link9", "r0 = 7\nexit\n");
    for (int i = 8; i >= 0; i--) {
      Bytes key = Bytes.copyOf(new byte[4]);
      MapSpec next =
          MapSpec.of("next" + i, MapType.PROG_ARRAY, 4, 4, 1)
              .withContents(List.of(new MapSpec.Entry.ProgramName(key, "link" + (i + 1))), false);
      last = load(engine, "link" + i, LINK, next);
    }
    return last;
  }

  private static final String LINK =
      """
      r2 = map[fd:0]
      r3 = 0
      call bpf_tail_call#12
      r0 = 0
      exit
      """;

  /** An Ethernet, IPv4 and TCP header, with every bound checked: the ports. */
  private static final String PARSE =
      """
        r0 = 1
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 14
        if r4 > r3 goto out
        r5 = *(u16 *)(r2 +12)
        if r5 != 8 goto out
        r4 = r2
        r4 += 34
        if r4 > r3 goto out
        r5 = *(u8 *)(r2 +14)
        r6 = r5
        r6 >>= 4
        if r6 != 4 goto out
        r5 &= 15
        if r5 < 5 goto out
        r7 = *(u8 *)(r2 +23)
        if r7 != 6 goto out
        r5 <<= 2
        r2 += 14
        r2 += r5
        r4 = r2
        r4 += 20
        if r4 > r3 goto out
        r6 = *(u16 *)(r2 +0)
        r7 = *(u16 *)(r2 +2)
        r6 = be16 r6
        r7 = be16 r7
        r6 <<= 16
        r6 |= r7
        r0 = r6
      out:
        exit
      """;

  private static final String ALU =
      """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 16
        r0 = 0
        if r4 > r3 goto out
        r0 = *(u64 *)(r2 +0)
        r5 = *(u64 *)(r2 +8)
        r6 = 0
      loop:
        r0 *= 31
        r0 ^= r5
        r7 = r0
        r7 >>= 7
        r5 += r7
        w8 = w0
        w8 <<= 3
        w8 -= w5
        r0 += r8
        r6 += 1
        if r6 < 1000 goto loop
      out:
        exit
      """;

  private static final String CHECKSUM =
      """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r0 = 0
        r6 = 0
      loop:
        r4 = r2
        r4 += 2
        if r4 > r3 goto fold
        r5 = *(u16 *)(r2 +0)
        r0 += r5
        r2 += 2
        r6 += 1
        if r6 < 750 goto loop
      fold:
        r1 = r0
        r1 >>= 16
        r0 &= 65535
        r0 += r1
        r1 = r0
        r1 >>= 16
        r0 += r1
        r0 ^= 65535
        r0 &= 65535
        exit
      """;

  /** {@code values[i]++}, a hundred times. */
  private static final String ARRAY =
      """
        r6 = 0
        r7 = 0
      loop:
        *(u32 *)(r10 -4) = r6
        r2 = r10
        r2 += -4
        r1 = map[fd:0]
        call bpf_map_lookup_elem#1
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 +0)
        r1 += 1
        *(u64 *)(r0 +0) = r1
        r7 += 1
        r6 += 1
        if r6 < 100 goto loop
      out:
        r0 = r7
        exit
      """;

  /** {@code values[key]++}, a hundred times, by keys of 8 bytes. */
  private static final String HASH =
      """
        r6 = 0
        r7 = 0
      loop:
        r1 = r6
        r1 *= 7
        *(u64 *)(r10 -8) = r1
        r2 = r10
        r2 += -8
        r1 = map[fd:0]
        call bpf_map_lookup_elem#1
        if r0 == 0 goto missing
        r1 = *(u64 *)(r0 +0)
        r1 += 1
        *(u64 *)(r0 +0) = r1
        r7 += 1
        goto next
      missing:
        r1 = 1
        *(u64 *)(r10 -16) = r1
        r1 = map[fd:0]
        r2 = r10
        r2 += -8
        r3 = r10
        r3 += -16
        r4 = 0
        call bpf_map_update_elem#2
      next:
        r6 += 1
        if r6 < 100 goto loop
        r0 = r6
        exit
      """;

  /** The slot of a hundred numbers in a histogram of powers of two. */
  private static final String LOG2 =
      """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 8
        r0 = 0
        if r4 > r3 goto out
        r6 = 0
        r7 = *(u64 *)(r2 +0)
        r8 = 0
      loop:
        r7 *= 1103515245
        r7 += 12345
        r1 = r7
        r1 >>= 16
        r1 &= 0x7fffffff
        r9 = 0
        if r1 < 65536 goto a
        r1 >>= 16
        r9 += 16
      a:
        if r1 < 256 goto b
        r1 >>= 8
        r9 += 8
      b:
        if r1 < 16 goto c
        r1 >>= 4
        r9 += 4
      c:
        if r1 < 4 goto d
        r1 >>= 2
        r9 += 2
      d:
        if r1 < 2 goto e
        r9 += 1
      e:
        *(u32 *)(r10 -4) = r9
        r2 = r10
        r2 += -4
        r1 = map[fd:0]
        call bpf_map_lookup_elem#1
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 +0)
        r1 += 1
        *(u64 *)(r0 +0) = r1
        r8 += r9
        r6 += 1
        if r6 < 100 goto loop
        r0 = r8
      out:
        exit
      """;

  /** A hundred calls of a function. */
  private static final String CALLS =
      """
        r6 = 0
        r7 = 1
      loop:
        r1 = r7
        r2 = r6
        call pc+4
        r7 = r0
        r6 += 1
        if r6 < 100 goto loop
        exit
        r0 = r1
        r0 *= 33
        r0 ^= r2
        r3 = r0
        r3 >>= 5
        r0 += r3
        exit
      """;

  private static String chacha() {
    StringBuilder text = new StringBuilder();
    text.append("r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 64\nr0 = 0\n");
    text.append("if r4 > r3 goto out\n");
    for (int i = 0; i < 16; i++) {
      text.append("r5 = *(u32 *)(r2 +%d)\n*(u32 *)(r10 -%d) = r5\n".formatted(4 * i, 64 - 4 * i));
    }
    text.append("r6 = 0\nloop:\n");
    int[][] quarters = {
      {0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
      {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}
    };
    for (int[] q : quarters) {
      for (int i = 0; i < 4; i++) {
        text.append("r%d = *(u32 *)(r10 -%d)\n".formatted(i + 1, 64 - 4 * q[i]));
      }
      mix(text, 1, 2, 4, 16);
      mix(text, 3, 4, 2, 12);
      mix(text, 1, 2, 4, 8);
      mix(text, 3, 4, 2, 7);
      for (int i = 0; i < 4; i++) {
        text.append("*(u32 *)(r10 -%d) = r%d\n".formatted(64 - 4 * q[i], i + 1));
      }
    }
    text.append("r6 += 1\nif r6 < 10 goto loop\nr0 = 0\n");
    for (int i = 0; i < 16; i++) {
      text.append("r5 = *(u32 *)(r10 -%d)\nr0 ^= r5\n".formatted(64 - 4 * i));
    }
    return text.append("out:\nexit\n").toString();
  }

  /** {@code a += b; d ^= a; d <<<= bits}. */
  private static void mix(StringBuilder text, int a, int b, int d, int bits) {
    text.append("w%d += w%d\nw%d ^= w%d\n".formatted(a, b, d, a));
    text.append("w7 = w%d\nw7 >>= %d\nw%d <<= %d\nw%d |= w7\n".formatted(d, 32 - bits, d, bits, d));
  }

  private static String straight() {
    SplittableRandom random = new SplittableRandom(5000);
    StringBuilder text = new StringBuilder();
    text.append("r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 8\nr0 = 0\n");
    text.append("if r4 > r3 goto out\nr0 = *(u64 *)(r2 +0)\n");
    for (int i = 3; i < 10; i++) {
      text.append("r%d = %d\n".formatted(i, random.nextInt(1000)));
    }
    String[] operations = {"+=", "-=", "^=", "|=", "*=", "&="};
    String[] registers = {"0", "3", "4", "5", "6", "7", "8", "9"};
    for (int i = 0; i < 4985; i++) {
      String width = random.nextInt(4) == 0 ? "w" : "r";
      String dst = registers[random.nextInt(registers.length)];
      String src =
          random.nextInt(3) == 0
              ? String.valueOf(random.nextInt(1, 100_000))
              : width + registers[random.nextInt(registers.length)];
      String operation = operations[random.nextInt(random.nextInt(4) == 0 ? 6 : 3)];
      text.append(width + dst + " " + operation + " " + src + "\n");
    }
    return text.append("out:\nexit\n").toString();
  }

  /** A TCP segment, random behind its headers. */
  static byte[] packet(int bytes, long seed) {
    byte[] packet = new byte[bytes];
    SplittableRandom random = new SplittableRandom(seed);
    random.nextBytes(packet);
    ByteBuffer buffer = ByteBuffer.wrap(packet).order(ByteOrder.BIG_ENDIAN);
    buffer.putShort(12, (short) 0x0800);
    buffer.put(14, (byte) 0x45);
    buffer.put(23, (byte) 6);
    return packet;
  }
}
