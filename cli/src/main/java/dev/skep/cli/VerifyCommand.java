package dev.skep.cli;

import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.object.EntryProgram;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.ObjectFile;
import dev.skep.object.ObjectReader;
import dev.skep.object.RelocatedObject;
import dev.skep.object.core.CoreException;
import dev.skep.object.elf.MalformedElfException;
import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.environment.Privilege;
import dev.skep.verifier.report.StateLog;
import dev.skep.verifier.report.VerdictReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code skep verify}: the embedded verifier's verdict on every program of object files, each alone
 * with its subprograms. What is wrong with one file or program never stops the rest.
 */
final class VerifyCommand implements Command {
  private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");
  private static final Option PROGRAM =
      Option.value("NAME", "Only the program of this name.", "--program");
  private static final Option TYPE =
      Option.value(
          "TYPE", "The type of programs whose section says none, as bpftool spells it.", "--type");
  private static final Option BTF =
      Option.value(
          "FILE", "The kernel's types; " + KERNEL_TYPES + " if not given and there.", "--btf");
  private static final Option UNPRIVILEGED =
      Option.flag("By the rules for users without CAP_BPF.", "--unprivileged");
  private static final Option LOG =
      Option.flag("Print the states, as the kernel's log does.", "--log");

  @Override
  public Signature signature() {
    return Signature.of(
        "FILE.o...",
        1,
        Integer.MAX_VALUE,
        List.of(PROGRAM, TYPE, BTF, UNPRIVILEGED, LOG),
        "skep verify prog.bpf.o",
        "skep verify --program xdp_filter --log prog.bpf.o");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    Run run = new Run(invocation, arguments, kernelTypes(arguments), type(arguments));
    for (String file : arguments.operands()) {
      run.file(file);
    }
    return run.status();
  }

  private static @Nullable Btf kernelTypes(Arguments arguments) throws IOException {
    String given = arguments.value(BTF);
    if (given != null) {
      return ObjectReader.readTypes(Path.of(given));
    }
    return Files.isReadable(KERNEL_TYPES) ? ObjectReader.readTypes(KERNEL_TYPES) : null;
  }

  private static Optional<ProgramType> type(Arguments arguments) {
    String label = arguments.value(TYPE);
    if (label == null) {
      return Optional.empty();
    }
    return Optional.of(
        ProgramType.ofLabel(label)
            .orElseThrow(() -> arguments.usage("--type " + label + ": no such program type")));
  }

  /** One run over all files, with the worst that was met. */
  private static final class Run {
    private final Invocation invocation;
    private final Arguments arguments;
    private final @Nullable Btf kernelTypes;
    private final Optional<ProgramType> type;
    private boolean failed;
    private boolean rejected;
    private boolean found;

    Run(
        Invocation invocation,
        Arguments arguments,
        @Nullable Btf kernelTypes,
        Optional<ProgramType> type) {
      this.invocation = invocation;
      this.arguments = arguments;
      this.kernelTypes = kernelTypes;
      this.type = type;
    }

    void file(String name) throws IOException {
      try {
        ObjectFile object = ObjectReader.read(Path.of(name));
        Btf types = kernelTypes;
        RelocatedObject relocated =
            types != null && object.coreRelocationCount() > 0
                ? object.relocate(types)
                : object.asCompiled();
        for (EntryProgram program : object.programs()) {
          String wanted = arguments.value(PROGRAM);
          if (wanted == null || wanted.equals(program.name())) {
            program(relocated, program);
          }
        }
      } catch (IOException unreadable) {
        failed(name + ": " + unreadable.getMessage());
      } catch (MalformedElfException malformed) {
        failed(malformed.getMessage());
      } catch (MalformedObjectException malformed) {
        failed(malformed.getMessage());
      }
    }

    private void program(RelocatedObject relocated, EntryProgram program) throws IOException {
      found = true;
      String object = relocated.object().name();
      Optional<ProgramType> itsType = program.type().or(() -> type);
      if (itsType.isEmpty()) {
        failed(
            object
                + ": "
                + program.name()
                + ": section "
                + program.sectionName()
                + " says no program type; name it by --type");
        return;
      }
      try {
        ProgramSpec spec = relocated.link(program).spec(itsType.get());
        report(object, program, spec, environment(relocated.object()));
      } catch (CoreException unfit) {
        failed(unfit.getMessage());
      } catch (MalformedObjectException malformed) {
        failed(malformed.getMessage());
      }
    }

    private Environment environment(ObjectFile object) {
      Environment.Builder builder = Environment.builder().maps(object.maps());
      if (kernelTypes != null) {
        builder.kernelTypes(kernelTypes);
      }
      if (arguments.has(UNPRIVILEGED)) {
        builder.privilege(Privilege.UNPRIVILEGED);
      }
      return builder.build();
    }

    private void report(
        String object, EntryProgram program, ProgramSpec spec, Environment environment)
        throws IOException {
      if (arguments.has(LOG)) {
        StringBuilder log = new StringBuilder();
        StateLog.write(spec, environment, line -> log.append(line).append('\n'));
        invocation.console().out().write(log.toString().getBytes(StandardCharsets.UTF_8));
      }
      VerdictReport report =
          new VerdictReport(
              object, program.sectionName(), spec, Verifier.verify(spec, environment));
      rejected |= !report.isAccepted();
      if (invocation.json()) {
        invocation.console().line(Json.of(report.data()));
        return;
      }
      String diagnostics = report.diagnostics().stripTrailing();
      if (!diagnostics.isEmpty()) {
        invocation.console().line(diagnostics);
      }
      invocation.console().line(report.summary());
    }

    private void failed(@Nullable String message) {
      failed = true;
      invocation.console().notice(message == null ? "failed" : message);
    }

    int status() {
      String wanted = arguments.value(PROGRAM);
      if (wanted != null && !found && !failed) {
        failed("no program named " + wanted + " in " + String.join(", ", arguments.operands()));
      }
      return rejected ? ExitCode.REJECTED : failed ? ExitCode.FAILED : ExitCode.DONE;
    }
  }
}
