package dev.skep.trace.types;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.types.TypedExpression.Constant;
import dev.skep.trace.types.TypedExpression.TextComparison;
import dev.skep.trace.types.TypedExpression.TextConstant;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings: constants, comparisons, and the functions that give values. */
final class Strings {
  private static final List<String> FUNCTIONS =
      List.of(
          "printf", "print", "clear", "zero", "exit", "time", "delete", "str", "strncmp", "count",
          "sum", "min", "max", "avg", "stats", "hist", "lhist");

  private final Scope scope;
  private final ExpressionAnalyzer expressions;

  Strings(Scope scope, ExpressionAnalyzer expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  static TextConstant constant(String value) {
    return new TextConstant(
        value, new Type.Text(value.getBytes(StandardCharsets.UTF_8).length + 1));
  }

  TypedExpression compare(Expression.Binary binary, TypedExpression left, TypedExpression right) {
    boolean equal = binary.operator() == BinaryOperator.EQUAL;
    if (!equal && binary.operator() != BinaryOperator.NOT_EQUAL) {
      throw error(
          binary.span(),
          "strings can be compared with == and != only, not with " + binary.operator().spelling());
    }
    if (left.type() instanceof Type.Unknown || right.type() instanceof Type.Unknown) {
      return new Constant(0, Type.SIGNED);
    }
    if (!(left.type() instanceof Type.Text && right.type() instanceof Type.Text)) {
      throw error(binary.span(), "a string and an integer cannot be compared");
    }
    return compare(left, right, equal, Integer.MAX_VALUE);
  }

  private static TypedExpression compare(
      TypedExpression left, TypedExpression right, boolean equal, int limit) {
    if (left instanceof TextConstant(String a, Type _)
        && right instanceof TextConstant(String b, Type _)) {
      String first = a.length() > limit ? a.substring(0, limit) : a;
      String second = b.length() > limit ? b.substring(0, limit) : b;
      return new Constant(first.equals(second) == equal ? 1 : 0, Type.SIGNED);
    }
    boolean swap = left instanceof TextConstant;
    return new TextComparison(swap ? right : left, swap ? left : right, equal, limit);
  }

  /** A call whose value is used. */
  TypedExpression call(Expression.Call call) {
    return switch (call.name()) {
      case "str" -> str(call);
      case "strncmp" -> strncmp(call);
      case "count", "sum", "min", "max", "avg", "stats", "hist", "lhist" ->
          throw error(
              call.span(),
              call.name() + "() must be assigned to a map: @x = " + call.name() + "(…)");
      case "printf", "print", "clear", "zero", "exit", "time", "delete" ->
          throw error(call.span(), call.name() + "() gives no value");
      case "join",
          "cat",
          "system",
          "ksym",
          "usym",
          "kstack",
          "ustack",
          "reg",
          "kaddr",
          "uaddr",
          "ntop",
          "strftime",
          "cgroupid",
          "signal",
          "override",
          "buf",
          "macaddr",
          "path",
          "unwatch",
          "skboutput",
          "pton",
          "strerror",
          "kptr",
          "uptr",
          "bswap",
          "nsecs",
          "len",
          "has_key",
          "errorf",
          "warnf",
          "cgroup_path",
          "strcontains",
          "percpu_kaddr",
          "skb_output",
          "tseries",
          "strcap",
          "debugf",
          "offsetof",
          "sizeof",
          "is_literal",
          "pid",
          "tid",
          "ppid",
          "comm",
          "socket_cookie",
          "fail",
          "assert",
          "assert_str",
          "find",
          "memcmp" ->
          throw error(call.span(), "the function " + call.name() + "() is not supported");
      default ->
          throw error(
              call.span(),
              "unknown function " + call.name() + "()" + NearNames.hint(call.name(), FUNCTIONS));
    };
  }

  private TypedExpression str(Expression.Call call) {
    if (call.arguments().isEmpty() || call.arguments().size() > 2) {
      throw error(
          call.span(), "str() takes an address or a string, and a length if it shall be cut");
    }
    int bytes = scope.settings().textBytes();
    if (call.arguments().size() == 2) {
      long length = expressions.constant(call.arguments().get(1), "the length of str()");
      if (length < 1) {
        throw error(call.span(), "the length of str() is " + length + ": use 1 or more");
      }
      bytes = (int) Math.min(bytes, length);
    }
    Expression argument = call.arguments().getFirst();
    if (argument instanceof Expression.Positional positional) {
      return constant(new Names(scope).text(positional));
    }
    TypedExpression value = expressions.value(argument);
    if (value.type() instanceof Type.Text) {
      return value;
    }
    return memory(call, value, bytes);
  }

  private TypedExpression memory(Expression.Call call, TypedExpression address, int bytes) {
    if (scope.settings().recording()) {
      throw error(
          call.span(),
          "str() of an address is not known in a recording: only a live system has the memory");
    }
    boolean user =
        scope.point() instanceof ProbePoint.Tracepoint tracepoint
            && (tracepoint.format().category().equals("syscalls")
                || tracepoint.format().category().equals("raw_syscalls"));
    scope.markSpecific();
    return new TypedExpression.MemoryText(address, user, new Type.Text(bytes));
  }

  private TypedExpression strncmp(Expression.Call call) {
    if (call.arguments().size() != 3) {
      throw error(call.span(), "strncmp() takes two strings and a length");
    }
    TypedExpression left = expressions.value(call.arguments().get(0));
    TypedExpression right = expressions.value(call.arguments().get(1));
    long limit = expressions.constant(call.arguments().get(2), "the length of strncmp()");
    if (left.type() instanceof Type.Unknown || right.type() instanceof Type.Unknown) {
      return new Constant(0, Type.SIGNED);
    }
    if (!(left.type() instanceof Type.Text && right.type() instanceof Type.Text)) {
      throw error(call.span(), "strncmp() compares strings");
    }
    if (limit < 0) {
      throw error(call.span(), "the length of strncmp() is " + limit);
    }
    return compare(left, right, false, (int) Math.min(limit, Integer.MAX_VALUE));
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
