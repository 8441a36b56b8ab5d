package dev.skep.trace.syntax;

import dev.skep.trace.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses blocks and statements by recursive descent; {@link ExpressionParser} does expressions. */
final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  Parser(Source source) {
    this.tokens = new TokenStream(source);
    this.expressions = new ExpressionParser(tokens);
  }

  Script script() {
    List<ProbeBlock> blocks = new ArrayList<>();
    while (tokens.peek().kind() != Kind.END) {
      refuseDeclarations();
      blocks.add(block());
    }
    if (blocks.isEmpty()) {
      throw tokens.error(tokens.peek(), "the script has no probes");
    }
    return new Script(tokens.source(), blocks);
  }

  /** What may stand beside probes in the whole language and is not supported here. */
  private void refuseDeclarations() {
    Token token = tokens.peek();
    if (token.is("#")) {
      throw tokens.error(token, "preprocessor lines (#include, #define) are not supported");
    }
    String declaration =
        switch (token.kind() == Kind.NAME ? token.text() : "") {
          case "struct", "union", "enum" -> "type declarations (" + token.text() + ")";
          case "config" -> "config blocks";
          case "fn" -> "functions (fn)";
          case "macro" -> "macros";
          case "import" -> "imports";
          case "let" -> "global declarations (let)";
          default -> "";
        };
    if (!declaration.isEmpty()) {
      throw tokens.error(token, declaration + " are not supported");
    }
  }

  private ProbeBlock block() {
    List<Probe> probes = new ArrayList<>();
    do {
      probes.add(probe());
    } while (tokens.accept(","));
    Optional<Expression> predicate = Optional.empty();
    if (tokens.accept("/")) {
      predicate = Optional.of(expressions.predicate());
    }
    return new ProbeBlock(probes, predicate, body());
  }

  private Probe probe() {
    Token token = tokens.probe();
    if (token.text().isEmpty()) {
      throw tokens.error(tokens.peek(), "expected a probe, found " + tokens.peek().described());
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int colon; (colon = token.text().indexOf(':', start)) >= 0; start = colon + 1) {
      parts.add(token.text().substring(start, colon));
    }
    parts.add(token.text().substring(start));
    return new Probe(parts, token.span());
  }

  private List<Statement> body() {
    tokens.expect("{");
    tokens.enter();
    List<Statement> statements = new ArrayList<>();
    while (!tokens.accept("}")) {
      if (!tokens.accept(";")) {
        statements.add(statement());
      }
    }
    tokens.leave();
    return statements;
  }

  private Statement statement() {
    Token first = tokens.peek();
    if (first.is("{")) {
      List<Statement> body = body();
      return new Statement.Block(body, tokens.since(first));
    }
    return switch (first.kind() == Kind.NAME ? first.text() : "") {
      case "if" -> conditional();
      case "while" -> {
        tokens.next();
        yield new Statement.While(expressions.parenthesised(), body(), tokens.since(first));
      }
      case "unroll" -> {
        tokens.next();
        yield new Statement.Unroll(expressions.parenthesised(), body(), tokens.since(first));
      }
      case "return" -> leave(Statement.Leave.Kind.RETURN);
      case "break" -> leave(Statement.Leave.Kind.BREAK);
      case "continue" -> leave(Statement.Leave.Kind.CONTINUE);
      case "for" -> throw tokens.error(first, "for loops are not supported: use while or unroll");
      case "let" -> throw tokens.error(first, "let is not supported: assign the variable instead");
      case "goto", "do", "switch" ->
          throw tokens.error(first, first.text() + " is not part of the language");
      default -> simple();
    };
  }

  private Statement conditional() {
    Token first = tokens.next();
    Expression condition = expressions.parenthesised();
    List<Statement> then = body();
    List<Statement> otherwise = List.of();
    if (tokens.peek().isName("else")) {
      tokens.next();
      if (tokens.peek().isName("if")) {
        tokens.enter();
        otherwise = List.of(conditional());
        tokens.leave();
      } else {
        otherwise = body();
      }
    }
    return new Statement.If(condition, then, otherwise, tokens.since(first));
  }

  private Statement leave(Statement.Leave.Kind kind) {
    Token first = tokens.next();
    endOfStatement();
    return new Statement.Leave(kind, first.span());
  }

  private Statement simple() {
    Token first = tokens.peek();
    Expression expression = expressions.expression();
    Token operator = tokens.peek();
    BinaryOperator compound = BinaryOperator.ofAssignment(operator);
    Statement statement;
    if (operator.is("=") || compound != null) {
      tokens.next();
      if (!(expression instanceof Expression.Variable
          || expression instanceof Expression.MapAccess)) {
        throw tokens
            .source()
            .error(expression.span(), "only a variable or a map can be assigned to");
      }
      Expression value = expressions.expression();
      statement =
          new Statement.Assign(
              expression, Optional.ofNullable(compound), value, tokens.since(first));
    } else {
      statement = new Statement.Evaluate(expression, expression.span());
    }
    endOfStatement();
    return statement;
  }

  private void endOfStatement() {
    if (!tokens.peek().is("}")) {
      tokens.expect(";");
    }
  }
}
