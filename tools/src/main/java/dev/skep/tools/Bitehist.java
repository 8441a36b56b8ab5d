package dev.skep.tools;

import dev.skep.engine.Engine;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.Compiler;
import dev.skep.trace.Session;
import dev.skep.trace.syntax.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the sizes of block I/O requests as a histogram that is kept in the kernel. */
public final class Bitehist {
  /** The tool as it is listed. */
  public static final Tool TOOL = new Tool("bitehist", "sizes of block device I/O as a histogram");

  static final String MAP = "@kbytes";

  private final BitehistOutput output;
  private final Session session;

  /**
   * Prepares a run.
   *
   * @param engine where the program runs and the events come from
   * @param out where results go; stays open
   * @throws dev.skep.trace.syntax.ScriptException when the engine's catalogue lacks the tracepoint
   */
  public Bitehist(Engine engine, BitehistOptions options, OutputStream out) {
    CompileOptions compileOptions = CompileOptions.DEFAULT.withRecording(options.replay());
    CompiledScript script =
        Compiler.compile(
            Script.parse(script(options), "bitehist"), engine.catalog(), compileOptions);
    this.output = new BitehistOutput(options, out, engine.clock());
    this.session = new Session(engine, script, output);
    output.stopWith(this);
  }

  /** The script that does the work. */
  public static String script(BitehistOptions options) {
    String key = "";
    BitehistOptions.@Nullable By by = options.by().orElse(null);
    if (by != null) {
      key =
          switch (by) {
            case COMM -> "[args.comm]";
            case DISK -> "[args.dev]";
            case OP -> "[args.rwbs]";
          };
    }
    String script =
        "tracepoint:block:block_rq_issue { " + MAP + key + " = hist(args.bytes / 1024); }\n";
    if (options.intervalSeconds() > 0) {
      script +=
          "interval:s:"
              + options.intervalSeconds()
              + " { print("
              + MAP
              + "); clear("
              + MAP
              + "); }\n";
    }
    return script;
  }

  /**
   * Runs until the count of intervals is reached, the events end or {@link #requestStop}.
   *
   * @return the exit status: 0
   * @throws IOException when the output cannot be written
   */
  public int run() throws IOException {
    int status = session.run();
    output.finish();
    return status;
  }

  /** Makes {@link #run} print what there is and return; any thread may call it. */
  public void requestStop() {
    session.requestStop();
  }

  /** What was lost, a line each, once {@link #run} has returned. */
  public List<String> warnings() {
    return session.warnings();
  }
}
