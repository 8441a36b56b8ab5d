package dev.skep.btf.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfExtension;
import dev.skep.btf.BtfType;
import dev.skep.btf.Fixtures;
import dev.skep.btf.MalformedBtfException;
import dev.skep.btf.print.CPrinter;
import dev.skep.testkit.Requires;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BtfDedupTest {
  /** The types of both units, as a linker puts them one after the other. */
  private static Btf concatenated() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    builder.append(Fixtures.btf("unit1"));
    builder.append(Fixtures.btf("unit2"));
    return builder.build();
  }

  /**
   * A linker makes one data section of those of a name, which is none of deduplication's business.
   */
  private static List<String> described(Btf btf) {
    List<String> lines = new ArrayList<>();
    for (int id = 1; id < btf.typeCount(); id++) {
      if (!(btf.type(id) instanceof BtfType.DataSection)) {
        lines.add(Description.of(btf, id));
      }
    }
    return lines.stream().sorted().toList();
  }

  @Test
  void linkedUnitsHaveTheTypesThatLibbpfsLinkerLeaves() {
    Btf ours = BtfDedup.of(concatenated()).builder().build();
    ours.validate();
    assertEquals(described(Fixtures.btf("linked")), described(ours));
  }

  @Test
  void forwardDeclarationsAreResolvedWhereOneDefinitionIsKnown() {
    Btf ours = BtfDedup.of(concatenated()).builder().build();
    List<String> forwards =
        IntStream.range(1, ours.typeCount())
            .mapToObj(ours::type)
            .filter(BtfType.Forward.class::isInstance)
            .map(BtfType::name)
            .toList();
    assertEquals(List.of("never_defined"), forwards);
    assertEquals(2, ours.findByName("different", BtfType.Struct.class).length);
    assertEquals(1, ours.findByName("s", BtfType.Struct.class).length);
  }

  /**
   * No graph of the two units has both, hence only the name can tell; libbpf does so from 1.2 on.
   */
  @Test
  void looseForwardDeclarationsAreResolvedByAnUnambiguousName() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    builder.add(new BtfType.Struct("known", 0, List.of()));
    builder.add(new BtfType.Forward("known", false));
    builder.add(new BtfType.Pointer(2));
    builder.add(new BtfType.Forward("known", true));
    builder.add(new BtfType.Struct("twice", 1, List.of()));
    builder.add(new BtfType.Struct("twice", 2, List.of()));
    builder.add(new BtfType.Forward("twice", false));
    BtfDedup.Deduplicated result = BtfDedup.of(builder.build());
    assertEquals(1, result.idOf(2));
    assertEquals(new BtfType.Pointer(1), result.builder().type(result.idOf(3)));
    assertEquals(new BtfType.Forward("known", true), result.builder().type(result.idOf(4)));
    assertEquals(new BtfType.Forward("twice", false), result.builder().type(result.idOf(7)));
  }

  @Test
  void declaredEnumerationsAreTheDefinedOne() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    builder.add(new BtfType.Enum32("e", 4, false, List.of()));
    builder.add(
        new BtfType.Enum64("e", 8, false, List.of(new BtfType.Enumerator("BIG", 1L << 40))));
    BtfDedup.Deduplicated result = BtfDedup.of(builder.build());
    assertEquals(2, result.builder().typeCount());
    assertEquals(result.idOf(2), result.idOf(1));
  }

  @Test
  void deduplicatingAgainChangesNothing() {
    Btf once = BtfDedup.of(concatenated()).builder().build();
    BtfDedup.Deduplicated twice = BtfDedup.of(once);
    assertEquals(once.typeCount(), twice.builder().typeCount());
    for (int id = 0; id < once.typeCount(); id++) {
      assertEquals(id, twice.idOf(id));
    }
  }

  @Test
  void extensionsFollowTheirTypes() {
    Btf unit = Fixtures.btf("unit2");
    BtfExtension extension = BtfExtension.read(Fixtures.bytes("unit2.btf.ext"), unit);
    BtfBuilder both = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    both.append(Fixtures.btf("unit1"));
    int moved = both.append(unit);
    BtfDedup.Deduplicated deduplicated = BtfDedup.of(both.build());
    BtfExtension renumbered = extension.withTypeIds(id -> deduplicated.idOf(id + moved));
    byte[] bytes = renumbered.bytes(deduplicated.builder());
    Btf result = deduplicated.builder().build();
    BtfExtension read = BtfExtension.read(bytes, result);
    int program = read.section("socket").orElseThrow().functions().getFirst().typeId();
    assertEquals("second_program", result.type(program).name());
  }

  @Test
  void splitTypesThatTheBaseHasAreLeftOut() {
    Btf base = BtfDedup.of(Fixtures.btf("unit1")).builder().build();
    BtfBuilder split = new BtfBuilder(base);
    int moved = split.typeCount() - 1;
    Btf same = Fixtures.btf("unit1");
    for (int id = 1; id < same.typeCount(); id++) {
      split.add(dev.skep.btf.TypeReferences.map(same.type(id), old -> old == 0 ? 0 : old + moved));
    }
    Btf remaining = BtfDedup.of(split.build()).builder().build();
    for (int id = remaining.firstId(); id < remaining.typeCount(); id++) {
      BtfType type = remaining.type(id);
      assertTrue(
          type instanceof BtfType.Variable || type instanceof BtfType.DataSection, type::toString);
    }
  }

  @Test
  void theKernelTwiceIsTheKernelOnce() throws Exception {
    Requires.kernel();
    Path vmlinux = Path.of("/sys/kernel/btf/vmlinux");
    Assumptions.assumeTrue(Files.exists(vmlinux), "this kernel has no BTF");
    Btf kernel = Btf.read(vmlinux);
    BtfBuilder twice = new BtfBuilder(kernel.byteOrder());
    twice.append(kernel);
    int moved = twice.append(kernel);
    BtfDedup.Deduplicated result = BtfDedup.of(twice.build());
    int variables = 0;
    for (int id = 1; id < kernel.typeCount(); id++) {
      BtfType type = kernel.type(id);
      if (type instanceof BtfType.Variable || type instanceof BtfType.DataSection) {
        variables++;
      } else {
        assertEquals(result.idOf(id), result.idOf(id + moved), type::toString);
      }
    }
    assertEquals(kernel.typeCount() + variables, result.builder().typeCount());
  }

  @Test
  void typedefsThatGoRoundInACircleAreRefused() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.LITTLE_ENDIAN);
    builder.add(new BtfType.Typedef("a", 2));
    builder.add(new BtfType.Const(1));
    assertThrows(MalformedBtfException.class, () -> BtfDedup.of(builder.build()));
  }

  /**
   * A type in one line, with the types that it names and the members of those that have no name.
   */
  private static final class Description {
    static String of(Btf btf, int id) {
      BtfType type = btf.type(id);
      return switch (type) {
        case BtfType.Variable variable ->
            "variable " + CPrinter.declaration(btf, variable.typeId(), variable.name());
        case BtfType.Function function ->
            function.linkage()
                + " "
                + CPrinter.declaration(btf, function.typeId(), function.name());
        case BtfType.Composite composite ->
            type.kind() + " " + composite.name() + members(btf, composite);
        case BtfType.Enumeration enumeration -> enumeration.toString();
        case BtfType _ ->
            type.kind() + " " + type.name() + " " + CPrinter.declaration(btf, id, "x");
      };
    }

    private static String members(Btf btf, BtfType.Composite composite) {
      StringBuilder text = new StringBuilder();
      for (BtfType.Member member : composite.members()) {
        text.append("; ").append(CPrinter.declaration(btf, member.typeId(), member.name()));
        text.append(" @").append(member.bitOffset());
        text.append(' ').append(btf.kind(member.typeId()));
      }
      return text.toString();
    }
  }
}
