package dev.skep.trace.syntax;

/** The parser's view of the tokens: one ahead, with a limit on how deep things nest. */
final class TokenStream {
  /** Deeper scripts are refused, so that no phase can run out of stack. */
  private static final int DEEPEST = 100;

  private final Source source;
  private final Lexer lexer;
  private Token ahead;
  private Span last = new Span(0, 0);
  private int depth;

  TokenStream(Source source) {
    this.source = source;
    this.lexer = new Lexer(source);
    this.ahead = lexer.next();
  }

  Source source() {
    return source;
  }

  Token peek() {
    return ahead;
  }

  Token next() {
    Token token = ahead;
    last = token.span();
    ahead = lexer.next();
    return token;
  }

  /** Reads a whole probe where the next token starts. */
  Token probe() {
    Token token = ahead.kind() == Token.Kind.END ? ahead : lexer.probe(ahead);
    if (!token.text().isEmpty()) {
      last = token.span();
      ahead = lexer.next();
    }
    return token;
  }

  /** Whether the next token is a slash that ends a predicate: a block follows. */
  boolean atPredicateEnd() {
    return ahead.is("/") && lexer.blockFollows(ahead);
  }

  boolean accept(String operator) {
    if (ahead.is(operator)) {
      next();
      return true;
    }
    return false;
  }

  void expect(String operator) {
    if (!accept(operator)) {
      throw error(ahead, "expected \"" + operator + "\", found " + ahead.described());
    }
  }

  /** The stretch from a token to the last one that was taken. */
  Span since(Token first) {
    return first.span().to(last);
  }

  /** The stretch from an expression to the last token that was taken. */
  Span since(Expression first) {
    return first.span().to(last);
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw error(ahead, "nested more than " + DEEPEST + " levels deep");
    }
  }

  void leave() {
    depth--;
  }

  ScriptException error(Token token, String message) {
    return source.error(token.span(), message);
  }
}
