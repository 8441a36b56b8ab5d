package dev.skep.vm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.ProgramType;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Lowering;
import dev.skep.vm.run.RunLimits;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The code that is emitted for a few programs, as approved. */
class ListingTest {
  @Test
  void arithmeticIsOnLocalVariables() {
    assertEquals(
        """
        aload 0
        invokevirtual memory
        astore 3
        iconst_0
        istore 4
        lconst_0
        lstore 5
        lload 1
        ldc2_w 7
        lmul
        lstore 1
        lload 1
        lstore 5
        lload 5
        l2i
        iconst_1
        iadd
        i2l
        ldc2_w 4294967295
        land
        lstore 5
        iconst_3
        istore 4
        lload 5
        lreturn
        """,
        body("r1 *= 7\nr0 = r1\nw0 += 1\nexit\n", AccessMode.RESOLVED, 0));
  }

  @Test
  void wordsOfTheFrameAreVariablesInCheckedMode() {
    assertEquals(
        """
        lconst_0
        lstore 14
        iconst_0
        istore 4
        lload 1
        lstore 14
        iconst_1
        istore 4
        lload 14
        lstore 5
        iconst_2
        istore 4
        lload 5
        lreturn
        """,
        body("*(u64 *)(r10 -8) = r1\nr0 = *(u64 *)(r10 -8)\nexit\n", AccessMode.CHECKED, 17));
  }

  /** The instructions of the first function, but for the first ones and the trap at the end. */
  private static String body(String text, AccessMode mode, int skipped) {
    ProgramSpec spec =
        ProgramSpec.builder("listed", ProgramType.SOCKET_FILTER)
            .code(Assembler.assemble(text))
            .build();
    Executable program =
        Lowering.lower(
            1, spec, Map.of(), id -> (run, a, b, c, d, e) -> 0, new RunLimits(0, false, false));
    byte[] bytes = JitCompiler.firstClass(program, mode);
    CodeAttribute code =
        ClassFile.of().parse(bytes).methods().stream()
            .filter(method -> method.methodName().equalsString("function0"))
            .findFirst()
            .orElseThrow()
            .findAttribute(Attributes.code())
            .orElseThrow();
    List<String> lines = new ArrayList<>();
    for (CodeElement element : code.elementList()) {
      if (element instanceof Instruction instruction) {
        lines.add(line(instruction, code));
      }
    }
    List<String> kept = lines.subList(skipped, lines.indexOf("lreturn") + 1);
    return String.join("\n", kept) + "\n";
  }

  private static String line(Instruction instruction, CodeAttribute code) {
    String name = instruction.opcode().name().toLowerCase(java.util.Locale.ROOT);
    return switch (instruction) {
      case LoadInstruction load -> "%s %d".formatted(kind(name), load.slot());
      case StoreInstruction store -> "%s %d".formatted(kind(name), store.slot());
      case InvokeInstruction call -> name + " " + call.name().stringValue();
      case FieldInstruction field -> name + " " + field.name().stringValue();
      case ConstantInstruction.LoadConstantInstruction constant ->
          name + " " + constant.constantValue();
      case BranchInstruction branch -> name + " " + code.labelToBci(branch.target());
      default -> name;
    };
  }

  private static String kind(String name) {
    int end = name.indexOf('_');
    return end < 0 ? name : name.substring(0, end);
  }
}
