package dev.skep.cli;

import dev.skep.object.ObjectFile;
import dev.skep.object.ObjectJson;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code skep object show}: what is in object files. */
final class ObjectShowCommand implements Command {
  @Override
  public Signature signature() {
    return Signature.of(
        "FILE.o...",
        1,
        Integer.MAX_VALUE,
        List.of(),
        "skep object show prog.bpf.o",
        "skep object show --json prog.bpf.o");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    for (String file : arguments.operands()) {
      ObjectFile object = ObjectReader.read(Path.of(file));
      String text = invocation.json() ? ObjectJson.object(object) : ObjectText.object(object);
      invocation.console().line(text.stripTrailing());
    }
    return ExitCode.DONE;
  }
}
