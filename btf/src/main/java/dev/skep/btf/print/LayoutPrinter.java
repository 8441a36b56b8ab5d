package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;

/**
 * Prints where the members of one struct or union lie: for people who compare layouts, and for the
 * errors that show two of them. Anonymous structs and unions are written out in place.
 *
 * <pre>
 * struct sample {
 *     int count;                               /* 0, 4 bytes *&#47;
 *     unsigned int flag:3;                     /* 4, bits 0..2 *&#47;
 * };                                           /* 8 bytes *&#47;
 * </pre>
 *
 * Offsets are bytes from the start of the outermost type. Bits are counted from the least
 * significant one of the byte on little-endian machines, from the most significant one on others.
 */
public final class LayoutPrinter {
  private static final int COMMENT_COLUMN = 44;
  private static final String INDENT = "    ";

  private final Btf btf;
  private final Effort effort;
  private final StringBuilder out = new StringBuilder();

  private LayoutPrinter(Btf btf) {
    this.btf = btf;
    this.effort = new Effort(btf);
  }

  /**
   * The layout of a struct or union, or of what stands for one.
   *
   * @throws IllegalArgumentException when the type is neither
   */
  public static String print(Btf btf, int id) {
    int resolved = btf.resolve(id);
    if (!(btf.type(resolved) instanceof BtfType.Composite type)) {
      throw new IllegalArgumentException(
          "type id=" + id + " (" + btf.kind(resolved) + ") has no members");
    }
    LayoutPrinter printer = new LayoutPrinter(btf);
    printer.composite(resolved, type, 0, 0, "");
    return printer.out.toString();
  }

  private void composite(int id, BtfType.Composite type, long bitOffset, int level, String name) {
    effort.enter(id);
    String keyword = type instanceof BtfType.Union ? "union " : "struct ";
    out.append(INDENT.repeat(level)).append(keyword).append(type.name());
    out.append(type.name().isEmpty() ? "{\n" : " {\n");
    for (BtfType.Member member : type.members()) {
      member(member, bitOffset + member.bitOffset(), level + 1);
    }
    String end = name.isEmpty() ? "};" : "} " + name + ";";
    String where = level == 0 ? "" : bitOffset / 8 + ", ";
    line(level, end, where + type.size() + " bytes");
    effort.leave(1);
  }

  private void member(BtfType.Member member, long bitOffset, int level) {
    int id = member.typeId();
    if (btf.type(id) instanceof BtfType.Composite nested && nested.name().isEmpty()) {
      composite(id, nested, bitOffset, level, member.name());
      return;
    }
    String declaration = CPrinter.declaration(btf, id, member.name());
    if (member.isBitfield()) {
      long first = bitOffset % 8;
      long last = first + member.bitfieldSize() - 1;
      line(
          level,
          declaration + ":" + member.bitfieldSize() + ";",
          bitOffset / 8 + ", bits " + first + ".." + last);
    } else {
      line(level, declaration + ";", bitOffset / 8 + ", " + size(id) + " bytes");
    }
  }

  private long size(int id) {
    return switch (btf.kind(btf.resolve(id))) {
      case INT, POINTER, ARRAY, STRUCT, UNION, ENUM, ENUM64, FLOAT -> btf.sizeOf(id);
      case VOID,
          FORWARD,
          FUNCTION,
          FUNCTION_PROTOTYPE,
          DECLARATION_TAG,
          VARIABLE,
          DATA_SECTION,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          TYPE_TAG ->
          throw new MalformedBtfException(
              btf.offsetOf(id), "type id=" + id + " is a member's, but has no values");
    };
  }

  /** A declaration of several lines has the comment after its last one. */
  private void line(int level, String text, String comment) {
    String indented = INDENT.repeat(level) + text;
    int column = indented.length() - 1 - indented.lastIndexOf('\n');
    out.append(indented).append(" ".repeat(Math.max(1, COMMENT_COLUMN - column)));
    out.append("/* ").append(comment).append(" */\n");
  }
}
