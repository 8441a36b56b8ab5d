package dev.skep.btf.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.Fixtures;
import dev.skep.btf.Linkage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BtfSanitizerTest {
  private static final Btf SHAPES = placed(Fixtures.btf("shapes"));

  /** Loaders give data sections the sizes that compilers leave out. */
  private static Btf placed(Btf btf) {
    BtfBuilder builder = BtfBuilder.copyOf(btf);
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.DataSection section) {
        long end = 0;
        List<BtfType.SectionVariable> variables = new ArrayList<>();
        for (BtfType.SectionVariable variable : section.variables()) {
          variables.add(new BtfType.SectionVariable(variable.typeId(), end, variable.size()));
          end += variable.size();
        }
        builder.set(id, new BtfType.DataSection(section.name(), end, variables));
      }
    }
    return builder.build();
  }

  @Test
  void kernelsThatKnowAllGetAllUnchanged() {
    Btf same = BtfSanitizer.sanitize(SHAPES, EnumSet.allOf(BtfFeature.class)).build();
    assertEquals(SHAPES.typeCount(), same.typeCount());
    for (int id = 1; id < same.typeCount(); id++) {
      assertEquals(SHAPES.type(id), same.type(id));
    }
  }

  @Test
  void theFirstKernelWithBtfGetsOnlyKindsThatItKnows() {
    Btf old = BtfSanitizer.sanitize(SHAPES, BtfFeature.ofKernel(4, 19)).build();
    old.validate();
    Set<BtfKind> known =
        EnumSet.of(
            BtfKind.INT,
            BtfKind.POINTER,
            BtfKind.ARRAY,
            BtfKind.STRUCT,
            BtfKind.UNION,
            BtfKind.ENUM,
            BtfKind.FORWARD,
            BtfKind.TYPEDEF,
            BtfKind.VOLATILE,
            BtfKind.CONST,
            BtfKind.RESTRICT);
    for (int id = 1; id < old.typeCount(); id++) {
      assertTrue(known.contains(old.kind(id)), old.type(id)::toString);
    }
    BtfType.Struct license =
        (BtfType.Struct) old.type(SHAPES.require("license", BtfType.DataSection.class));
    assertEquals("_license", license.members().getFirst().name());
  }

  @Test
  void sizesAndIdsStayAsTheyAre() {
    Btf old = BtfSanitizer.sanitize(SHAPES, BtfFeature.ofKernel(5, 4)).build();
    assertEquals(SHAPES.typeCount() + 1, old.typeCount(), "one placeholder for members of unions");
    int wide = SHAPES.require("wide", BtfType.Enum64.class);
    BtfType.Union union = assertInstanceOf(BtfType.Union.class, old.type(wide));
    assertEquals("HUGE", union.members().get(1).name());
    int number = SHAPES.require("double", BtfType.FloatingPoint.class);
    assertEquals(new BtfType.Struct("", 8, List.of()), old.type(number));
    int all = SHAPES.require("all", BtfType.Struct.class);
    assertEquals(SHAPES.sizeOf(all), old.sizeOf(all));
    int program = SHAPES.require("program", BtfType.Function.class);
    assertEquals(Linkage.GLOBAL, SHAPES.type(program, BtfType.Function.class).linkage());
    assertEquals(Linkage.STATIC, old.type(program, BtfType.Function.class).linkage());
    assertFalse(old.find("undefined_variable", BtfType.Variable.class).isEmpty());
  }
}
