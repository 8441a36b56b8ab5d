package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.object.core.CoreException;
import dev.skep.object.elf.MalformedElfException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading and linking end with a result or with a typed error. */
class MutationTest {
  private static final int ROUNDS = 500;

  private final Btf target = Fixtures.types("core_target.o");

  @ParameterizedTest
  @ValueSource(strings = {"core.o", "linking.o", "arena.o", "operations.o", "core_big.o"})
  void damagedObjectsAreReadOrRefused(String name) {
    byte[] original = Fixtures.bytes(name);
    long seed = 0x5eed ^ name.hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = original.clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        damage(damaged, random);
      }
      int length = random.nextInt(20) == 0 ? random.nextInt(damaged.length) : damaged.length;
      if (!survives(java.util.Arrays.copyOf(damaged, length), "seed " + seed + " round " + round)) {
        refused++;
      }
    }
    assertTrue(refused > 0, "no damage was noticed in " + ROUNDS + " rounds");
  }

  private static void damage(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = random.nextBoolean() ? 0 : (byte) 0xff;
      default -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(16), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
  }

  private boolean survives(byte[] file, String label) {
    try {
      ObjectFile object = ObjectReader.read("damaged.o", file);
      ObjectText.object(object);
      RelocatedObject relocated = object.relocate(target);
      for (EntryProgram program : object.programs()) {
        useProgram(relocated, program);
      }
      return true;
    } catch (MalformedElfException | MalformedObjectException refused) {
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      throw new AssertionError(label, failure);
    }
  }

  private static void useProgram(RelocatedObject relocated, EntryProgram program) {
    try {
      LinkedProgram linked = relocated.link(program);
      ObjectJson.program("damaged.o", linked);
      ObjectText.program(linked);
      linked.spec(program.type().orElse(dev.skep.abi.ProgramType.SOCKET_FILTER));
    } catch (CoreException | MalformedObjectException refused) {
      // A typed error is as good as a result.
    }
  }
}
