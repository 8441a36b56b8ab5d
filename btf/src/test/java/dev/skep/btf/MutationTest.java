package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.btf.print.CPrinter;
import dev.skep.btf.print.LayoutPrinter;
import dev.skep.btf.print.ValuePrinter;
import dev.skep.btf.print.ValueReader;
import dev.skep.btf.rewrite.BtfDedup;
import dev.skep.btf.rewrite.BtfFeature;
import dev.skep.btf.rewrite.BtfSanitizer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, reading them gives types or {@link MalformedBtfException}, and ends. */
class MutationTest {
  private static final long NANOS = Long.getLong("skep.fuzz.seconds", 3) * 1_000_000_000L;

  @Test
  void mutatedBytesGiveTypesOrOneTypedException() {
    long seed = Long.getLong("skep.fuzz.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    List<String> sources = List.of("shapes", "shapes.big");
    long until = System.nanoTime() + NANOS;
    long runs = 0;
    long accepted = 0;
    while (System.nanoTime() < until) {
      String source = sources.get(random.nextInt(sources.size()));
      long runSeed = random.nextLong();
      if (survives(source, runSeed, seed)) {
        accepted++;
      }
      runs++;
    }
    assertTrue(runs > 10 && accepted > 0, "runs=" + runs + " accepted=" + accepted);
  }

  private static boolean survives(String source, long runSeed, long seed) {
    SplittableRandom random = new SplittableRandom(runSeed);
    byte[] types = mutate(Fixtures.bytes(source + ".btf"), random);
    byte[] extension = Fixtures.bytes(source + ".btf.ext");
    if (random.nextBoolean()) {
      extension = mutate(extension, random);
    }
    try {
      return reachEverything(types, extension);
    } catch (RuntimeException | StackOverflowError e) {
      return fail("source=" + source + " skep.fuzz.seed=" + seed + " run=" + runSeed, e);
    }
  }

  private static boolean reachEverything(byte[] types, byte[] extension) {
    Btf btf;
    try {
      btf = Btf.of(types);
    } catch (MalformedBtfException malformed) {
      return false;
    }
    boolean valid = accepted(() -> BtfExtension.read(extension, btf));
    valid &= accepted(btf::validate);
    valid &= accepted(() -> btf.findByName("nested", BtfType.class));
    valid &= accepted(() -> BtfDedup.of(btf).builder().bytes());
    valid &= accepted(() -> BtfSanitizer.sanitize(btf, BtfFeature.ofKernel(4, 19)).bytes());
    boolean printable = accepted(() -> new CPrinter(btf).header());
    for (int each = 0; each < btf.typeCount(); each++) {
      int id = each;
      accepted(() -> sizes(btf, id));
      accepted(() -> CPrinter.declaration(btf, id, "name"));
      accepted(() -> btf.layout().member(id, "x[1].low"));
      if (btf.kind(id) == BtfKind.STRUCT && accepted(() -> btf.type(id))) {
        accepted(() -> LayoutPrinter.print(btf, id));
        if (btf.sizeOf(id) <= 4096) {
          accepted(() -> ValuePrinter.json(ValueReader.read(btf, id, new byte[4096])));
        }
      }
    }
    return valid && printable;
  }

  /** That a type has no size is the answer that a caller's question deserves. */
  private static void sizes(Btf btf, int id) {
    try {
      btf.sizeOf(id);
    } catch (IllegalArgumentException none) {
      assertTrue(none.toString().contains("no size"), none::toString);
    }
    try {
      btf.alignOf(id);
    } catch (IllegalArgumentException none) {
      assertTrue(none.toString().contains("no alignment"), none::toString);
    }
  }

  private static boolean accepted(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (MalformedBtfException malformed) {
      return false;
    }
  }

  /**
   * Changes a few words: in the header seldom, by small numbers often, so that ids stay in range
   * and form circles.
   */
  private static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at =
          random.nextInt(20) == 0 ? random.nextInt(32) : 24 + random.nextInt(bytes.length - 24);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          int word = at & ~3;
          Arrays.fill(bytes, word, Math.min(word + 4, bytes.length), (byte) 0);
          bytes[Math.min(word + (random.nextBoolean() ? 0 : 3), bytes.length - 1)] =
              (byte) random.nextInt(110);
        }
        default -> {
          if (random.nextInt(8) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
          }
        }
      }
    }
    return bytes;
  }

  @Test
  void typedefsThatGoRoundInACircleAreRefused() {
    BtfBuilder builder = new BtfBuilder(java.nio.ByteOrder.LITTLE_ENDIAN);
    builder.add(new BtfType.Typedef("a", 2));
    builder.add(new BtfType.Typedef("b", 1));
    Btf btf = builder.build();
    assertThrows(MalformedBtfException.class, () -> btf.resolve(1));
    assertThrows(MalformedBtfException.class, () -> btf.sizeOf(1));
    assertThrows(MalformedBtfException.class, btf::validate);
    assertThrows(MalformedBtfException.class, () -> new CPrinter(btf).header());
  }

  @Test
  void structsThatContainThemselvesAreRefused() {
    BtfBuilder builder = new BtfBuilder(java.nio.ByteOrder.BIG_ENDIAN);
    builder.add(new BtfType.Struct("s", 8, List.of(new BtfType.Member("", 2, 0, 0))));
    builder.add(new BtfType.Union("", 8, List.of(new BtfType.Member("s", 1, 0, 0))));
    Btf btf = builder.build();
    assertThrows(MalformedBtfException.class, () -> btf.alignOf(1));
    assertThrows(MalformedBtfException.class, btf::validate);
    assertTrue(btf.layout().member(1, "nothing").isEmpty());
  }

  @Test
  void typesThatGrowExponentiallyAreRefused() {
    BtfBuilder builder = new BtfBuilder(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 100; i++) {
      BtfType.Parameter next = new BtfType.Parameter("p", i + 1);
      builder.add(new BtfType.FunctionPrototype(0, List.of(next, next), false));
    }
    builder.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED, 32, 0));
    Btf btf = builder.build();
    assertThrows(MalformedBtfException.class, () -> new CPrinter(btf).header());
    assertThrows(MalformedBtfException.class, () -> CPrinter.declaration(btf, 1, "f"));
  }
}
