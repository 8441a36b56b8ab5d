package dev.skep.object;

import dev.skep.abi.ProgramType;
import dev.skep.isa.Code;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.util.List;
import java.util.Map;

/**
 * A program with its subprograms behind it, calls resolved.
 *
 * @param program which one
 * @param code the entry function first, then each subprogram once, in the order in which calls
 *     reach them, depth first
 * @param references what instructions mean by name, by instruction index
 * @param functions where each function starts
 * @param lines the source lines
 * @param unresolved what CO-RE could not adjust: the instructions were replaced by calls that no
 *     verifier accepts
 */
public record LinkedProgram(
    EntryProgram program,
    Code code,
    Map<Integer, Reference> references,
    List<FunctionInfo> functions,
    List<LineInfo> lines,
    List<String> unresolved) {
  public LinkedProgram {
    references = Map.copyOf(references);
    functions = List.copyOf(functions);
    lines = List.copyOf(lines);
    unresolved = List.copyOf(unresolved);
  }

  /**
   * The specification that an engine loads.
   *
   * @param object the file that the program is from
   * @param type the program type, which the section's name may not say
   */
  public ProgramSpec spec(ObjectFile object, ProgramType type) {
    ProgramSpec.Builder builder =
        ProgramSpec.builder(program.name(), type)
            .code(code)
            .flags(program.flags())
            .license(object.license())
            .references(references)
            .functions(functions)
            .lines(lines);
    program.attachType().ifPresent(builder::expectedAttachType);
    program.target().ifPresent(builder::attachTarget);
    object.types().ifPresent(builder::types);
    return builder.build();
  }
}
