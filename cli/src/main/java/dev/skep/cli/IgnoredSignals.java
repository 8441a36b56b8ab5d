package dev.skep.cli;

import dev.skep.kernel.ProcessSignals;
import java.lang.reflect.Proxy;

/**
 * Makes INT stop a command that was started with it ignored, as a script's {@code skep bitehist &}
 * is. The JVM answers only signals that were not ignored when it started; for this one the default
 * is restored and the JVM's answer, a shutdown, asked for again.
 *
 * <p>{@code sun.misc.Signal} of the module jdk.unsupported is the only way to ask. It is reached by
 * name, since its mere mention in a source file is a compiler warning that cannot be turned off.
 */
final class IgnoredSignals {
  private static final int INT = 2;

  private IgnoredSignals() {}

  /** Undoes an ignored INT; does nothing where it is not ignored. */
  static void restore() {
    if (ProcessSignals.ignored(INT)) {
      ProcessSignals.restoreDefault(INT);
      try {
        shutDownOnInt();
      } catch (ReflectiveOperationException missing) {
        throw new LinkageError("this JVM has no sun.misc.Signal", missing);
      }
    }
  }

  private static void shutDownOnInt() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object shutDown =
        Proxy.newProxyInstance(
            IgnoredSignals.class.getClassLoader(),
            new Class<?>[] {handler},
            (_, method, _) -> {
              if (method.getName().equals("handle")) {
                System.exit(ExitCode.INTERRUPTED);
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("INT"), shutDown);
  }
}
