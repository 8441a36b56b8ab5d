package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;

/**
 * Prints types as C that compiles: each type once, after all that it embeds, with forward
 * declarations where types point to each other, holes filled and {@code packed} restored. A name
 * that is used again gets {@code ___2} appended.
 *
 * <pre>{@code
 * CPrinter printer = new CPrinter(btf);
 * String header = printer.print(btf.require("task_struct", BtfType.Struct.class));
 * }</pre>
 *
 * <p>A printer remembers what it has printed: asking it for the next type gives only what is new.
 * It belongs to one thread. Malformed types give {@link MalformedBtfException}, after which it is
 * of no use.
 */
public final class CPrinter {
  private static final String PREFACE =
      """
      #ifndef __VMLINUX_H__
      #define __VMLINUX_H__

      #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
      #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
      #endif

      """;
  private static final String CLOSING =
      """
      #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
      #pragma clang attribute pop
      #endif

      #endif /* __VMLINUX_H__ */
      """;

  private final Btf btf;
  private final StringBuilder out = new StringBuilder();
  private final CNames names;
  private final Effort effort;
  private final DefinitionOrder order;
  private final Definitions definitions;

  public CPrinter(Btf btf) {
    this.btf = btf;
    this.names = new CNames(btf);
    this.effort = new Effort(btf);
    this.order = new DefinitionOrder(btf, effort);
    this.definitions = new Definitions(btf, effort, names, out);
  }

  /** The definition of a type and of all that it needs and this printer has not printed yet. */
  public String print(int id) {
    out.setLength(0);
    define(id);
    return out.toString();
  }

  /**
   * A header file of all types, as {@code bpftool btf dump … format c} writes {@code vmlinux.h}.
   */
  public String header() {
    out.setLength(0);
    out.append(PREFACE);
    for (int id = 1; id < btf.typeCount(); id++) {
      define(id);
    }
    return out.append(CLOSING).toString();
  }

  /**
   * A declaration such as {@code int (*table[4])(void)}, or the type alone when {@code name} is
   * empty.
   */
  public static String declaration(Btf btf, int id, String name) {
    StringBuilder text = new StringBuilder();
    new Declarations(btf, new Effort(btf), new CNames(btf), text).declare(id, name, 0);
    return text.toString();
  }

  private void define(int id) {
    for (int next : order.of(id)) {
      definitions.define(next);
    }
  }
}
