package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.object.EntryProgram;
import dev.skep.object.LinkedProgram;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.ObjectFile;
import dev.skep.object.ObjectJson;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectText;
import dev.skep.object.RelocatedObject;
import dev.skep.object.core.CoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * {@code skep object dump}: the instructions of each program with the functions that it calls, as
 * they would be loaded. A program that cannot be linked is told of and the others are still shown.
 */
final class ObjectDumpCommand implements Command {
  private static final String KERNEL_TYPES = "/sys/kernel/btf/vmlinux";
  private static final Option RELOCATE =
      Option.flag("Adjust the instructions to the kernel's types (CO-RE).", "--relocate");
  private static final Option BTF =
      Option.value(
          "FILE", "The types to relocate against; " + KERNEL_TYPES + " if not given.", "--btf");

  @Override
  public Signature signature() {
    return Signature.of(
        "FILE.o...",
        1,
        Integer.MAX_VALUE,
        List.of(RELOCATE, BTF),
        "skep object dump prog.bpf.o",
        "skep object dump --relocate --btf vmlinux.btf --json prog.bpf.o");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    boolean relocate = arguments.has(RELOCATE) || arguments.has(BTF);
    String types = Objects.requireNonNullElse(arguments.value(BTF), KERNEL_TYPES);
    int status = ExitCode.DONE;
    for (String file : arguments.operands()) {
      ObjectFile object = ObjectReader.read(Path.of(file));
      Btf target =
          relocate && object.coreRelocationCount() > 0
              ? ObjectReader.readTypes(Path.of(types))
              : null;
      RelocatedObject relocated = target == null ? object.asCompiled() : object.relocate(target);
      for (EntryProgram program : object.programs()) {
        if (!dump(invocation, relocated, program)) {
          status = ExitCode.FAILED;
        }
      }
    }
    return status;
  }

  private static boolean dump(
      Invocation invocation, RelocatedObject relocated, EntryProgram program) throws IOException {
    Console console = invocation.console();
    String object = relocated.object().name();
    try {
      LinkedProgram linked = relocated.link(program);
      console.line(
          invocation.json()
              ? ObjectJson.program(object, linked)
              : ObjectText.program(linked).stripTrailing());
      return true;
    } catch (CoreException failure) {
      return refused(invocation, object, program, failure);
    } catch (MalformedObjectException failure) {
      return refused(invocation, object, program, failure);
    }
  }

  private static boolean refused(
      Invocation invocation, String object, EntryProgram program, RuntimeException failure)
      throws IOException {
    String reason = Objects.requireNonNullElse(failure.getMessage(), "cannot be linked");
    invocation.console().notice(reason);
    if (invocation.json()) {
      invocation.console().line(ObjectJson.failure(object, program, reason));
    }
    return false;
  }
}
