package dev.skep.trace.types;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.types.TypedExpression.BuiltinNumber;
import dev.skep.trace.types.TypedExpression.Constant;
import java.util.List;

/** The builtins, and the parameters of the command line. */
final class Names {
  private static final Type ID = new Type.Integral(32, false);
  private static final List<String> BUILTINS =
      List.of("pid", "tid", "uid", "gid", "cpu", "comm", "nsecs", "elapsed", "probe", "args");

  private final Scope scope;

  Names(Scope scope) {
    this.scope = scope;
  }

  TypedExpression value(Expression.Name name) {
    return switch (name.name()) {
      case "pid" -> new BuiltinNumber(Builtin.PID, ID);
      case "tid" -> new BuiltinNumber(Builtin.TID, ID);
      case "cpu" -> new BuiltinNumber(Builtin.CPU, ID);
      case "uid" -> user(name, Builtin.UID);
      case "gid" -> user(name, Builtin.GID);
      case "nsecs" -> new BuiltinNumber(Builtin.NANOSECONDS, Type.UNSIGNED);
      case "elapsed" -> new BuiltinNumber(Builtin.ELAPSED, Type.UNSIGNED);
      case "comm" -> new TypedExpression.Comm();
      case "probe" -> {
        scope.markSpecific();
        yield Strings.constant(scope.point().name());
      }
      case "true" -> new Constant(1, Type.SIGNED);
      case "false" -> new Constant(0, Type.SIGNED);
      case "args" -> throw error(name.span(), "args needs a field: args.name");
      case "arg0",
          "arg1",
          "arg2",
          "arg3",
          "arg4",
          "arg5",
          "arg6",
          "arg7",
          "arg8",
          "arg9",
          "sarg0",
          "sarg1",
          "sarg2",
          "sarg3",
          "sarg4",
          "sarg5",
          "kstack",
          "ustack",
          "retval",
          "func",
          "ctx",
          "curtask",
          "rand",
          "cgroup",
          "username",
          "numaid",
          "cpid",
          "ppid",
          "ncpus",
          "jiffies",
          "usermode",
          "pcomm" ->
          throw error(name.span(), "the builtin " + name.name() + " is not supported");
      default ->
          throw error(
              name.span(),
              "unknown name \"" + name.name() + "\"" + NearNames.hint(name.name(), BUILTINS));
    };
  }

  private TypedExpression user(Expression.Name name, Builtin builtin) {
    if (scope.settings().recording()) {
      throw error(
          name.span(), name.name() + " is not known in a recording: only a live system can say it");
    }
    return new BuiltinNumber(builtin, ID);
  }

  /** {@code $1} as a number; 0 when it was not given. */
  TypedExpression parameter(Expression.Positional positional) {
    String text = text(positional);
    if (text.isEmpty()) {
      return new Constant(0, Type.SIGNED);
    }
    try {
      return new Constant(Long.decode(text), Type.SIGNED);
    } catch (NumberFormatException _) {
      throw error(
          positional.span(),
          "$"
              + positional.index()
              + " is \""
              + text
              + "\", not a number: use str($"
              + positional.index()
              + ") for the string");
    }
  }

  /** {@code $1} as it was given, or nothing. */
  String text(Expression.Positional positional) {
    List<String> parameters = scope.settings().parameters();
    return positional.index() <= parameters.size() ? parameters.get(positional.index() - 1) : "";
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
