package dev.skep.trace.syntax;

import dev.skep.trace.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses expressions by precedence climbing. */
final class ExpressionParser {
  /** A chain of operators makes a tree as deep as it is long: no phase may run out of stack. */
  private static final int HIGHEST = 400;

  private final TokenStream tokens;
  private boolean inPredicate;

  /** How high the tree is that was parsed last. */
  private int height;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** What stands between the slashes of a predicate; the opening one has been taken. */
  Expression predicate() {
    inPredicate = true;
    Expression expression = expression();
    inPredicate = false;
    if (!tokens.atPredicateEnd()) {
      throw tokens.error(
          tokens.peek(),
          "expected the \"/\" that ends the predicate and a block, found "
              + tokens.peek().described());
    }
    tokens.next();
    return expression;
  }

  Expression parenthesised() {
    tokens.expect("(");
    Expression expression = expression();
    tokens.expect(")");
    return expression;
  }

  Expression expression() {
    tokens.enter();
    Expression condition = binary(1);
    Expression result = condition;
    if (tokens.accept("?")) {
      int highest = height;
      Expression then = expression();
      highest = Math.max(highest, height);
      tokens.expect(":");
      Expression otherwise = expression();
      grow(highest);
      result = new Expression.Conditional(condition, then, otherwise, tokens.since(condition));
    }
    tokens.leave();
    return result;
  }

  private Expression binary(int lowest) {
    Expression left = unary();
    while (true) {
      BinaryOperator operator = BinaryOperator.of(tokens.peek());
      if (operator == null
          || operator.precedence() < lowest
          || (inPredicate && tokens.atPredicateEnd())) {
        return left;
      }
      int highest = height;
      tokens.next();
      Expression right = binary(operator.precedence() + 1);
      grow(highest);
      left = new Expression.Binary(operator, left, right, tokens.since(left));
    }
  }

  /** The tree parsed last gets a node above it and above a sibling of this height. */
  private void grow(int sibling) {
    height = Math.max(height, sibling) + 1;
    if (height > HIGHEST) {
      throw tokens.error(
          tokens.peek(), "an expression with more than " + HIGHEST + " operators upon each other");
    }
  }

  private Expression unary() {
    Token first = tokens.peek();
    if (first.is("++") || first.is("--")) {
      tokens.next();
      return increment(nestedUnary(), first.is("++") ? 1 : -1, true, first);
    }
    for (UnaryOperator operator : UnaryOperator.values()) {
      if (first.is(operator.spelling())) {
        tokens.next();
        return new Expression.Unary(operator, nestedUnary(), tokens.since(first));
      }
    }
    if (first.is("&")) {
      throw tokens.error(first, "taking an address (&) is not supported");
    }
    return postfix(primary());
  }

  private Expression nestedUnary() {
    tokens.enter();
    Expression operand = unary();
    grow(0);
    tokens.leave();
    return operand;
  }

  private Expression increment(Expression target, int step, boolean prefix, Token first) {
    if (!(target instanceof Expression.Variable || target instanceof Expression.MapAccess)) {
      throw tokens.source().error(target.span(), "only a variable or a map can be incremented");
    }
    return new Expression.Increment(target, step, prefix, tokens.since(first));
  }

  private Expression postfix(Expression start) {
    Expression expression = start;
    while (true) {
      Token token = tokens.peek();
      if (token.is(".") || token.is("->")) {
        tokens.next();
        grow(0);
        expression = member(expression);
      } else if (token.is("[")) {
        tokens.next();
        int highest = height;
        Expression index = expression();
        grow(highest);
        tokens.expect("]");
        expression = new Expression.Index(expression, index, tokens.since(expression));
      } else if ((token.is("++") || token.is("--")) && isTarget(expression)) {
        tokens.next();
        grow(0);
        int step = token.is("++") ? 1 : -1;
        expression = new Expression.Increment(expression, step, false, tokens.since(expression));
      } else {
        return expression;
      }
    }
  }

  private static boolean isTarget(Expression expression) {
    return expression instanceof Expression.Variable || expression instanceof Expression.MapAccess;
  }

  private Expression member(Expression target) {
    Token name = tokens.peek();
    if (name.kind() == Kind.NUMBER) {
      throw tokens.error(name, "tuple elements are not supported");
    }
    if (name.kind() != Kind.NAME) {
      throw tokens.error(name, "expected a field's name, found " + name.described());
    }
    tokens.next();
    return new Expression.Member(target, name.text(), name.span(), tokens.since(target));
  }

  private Expression primary() {
    Token token = tokens.peek();
    height = 0;
    return switch (token.kind()) {
      case NUMBER -> new Expression.NumberConstant(tokens.next().value(), token.span());
      case TEXT -> new Expression.TextConstant(tokens.next().text(), token.span());
      case VARIABLE -> new Expression.Variable(tokens.next().text(), token.span());
      case POSITIONAL -> new Expression.Positional((int) tokens.next().value(), token.span());
      case POSITIONAL_COUNT -> new Expression.PositionalCount(tokens.next().span());
      case MAP -> map();
      case NAME -> named();
      case OPERATOR -> {
        if (!token.is("(")) {
          throw tokens.error(token, "expected an expression, found " + token.described());
        }
        yield bracketed();
      }
      case END -> throw tokens.error(token, "expected an expression, found end of file");
    };
  }

  private Expression map() {
    Token name = tokens.next();
    List<Expression> keys = List.of();
    if (tokens.accept("[")) {
      keys = list("]");
      if (keys.isEmpty()) {
        throw tokens.error(name, "a map's brackets need a key");
      }
    }
    return new Expression.MapAccess(name.text(), keys, tokens.since(name));
  }

  private Expression named() {
    Token name = tokens.next();
    if (name.text().equals("sizeof") || name.text().equals("offsetof")) {
      throw tokens.error(name, name.text() + " is not supported");
    }
    if (tokens.accept("(")) {
      List<Expression> arguments = list(")");
      return new Expression.Call(name.text(), arguments, tokens.since(name));
    }
    return new Expression.Name(name.text(), name.span());
  }

  private List<Expression> list(String end) {
    List<Expression> elements = new ArrayList<>();
    boolean outer = inPredicate;
    inPredicate = false;
    int highest = 0;
    if (!tokens.accept(end)) {
      do {
        elements.add(expression());
        highest = Math.max(highest, height);
      } while (tokens.accept(","));
      tokens.expect(end);
    }
    grow(highest);
    inPredicate = outer;
    return elements;
  }

  /** A cast, a tuple, or an expression in parentheses. */
  private Expression bracketed() {
    Token open = tokens.next();
    Token name = tokens.peek();
    if (name.isName("struct") || name.isName("union") || name.isName("enum")) {
      throw tokens.error(name, "casts to " + name.text() + " types are not supported");
    }
    if (name.kind() == Kind.NAME && IntegerTypeNames.contains(name.text())) {
      tokens.next();
      if (!tokens.peek().is(")")) {
        throw tokens.error(name, "casts are supported to plain integer types only");
      }
      tokens.next();
      return new Expression.Cast(name.text(), nestedUnary(), tokens.since(open));
    }
    Expression first = expression();
    if (!tokens.peek().is(",")) {
      tokens.expect(")");
      return first;
    }
    List<Expression> elements = new ArrayList<>(List.of(first));
    int highest = height;
    while (tokens.accept(",")) {
      elements.add(expression());
      highest = Math.max(highest, height);
    }
    grow(highest);
    tokens.expect(")");
    return new Expression.Tuple(elements, tokens.since(open));
  }
}
