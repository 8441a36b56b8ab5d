package dev.skep.engine;

/** Where a program can be attached. */
public sealed interface AttachTarget {

  /** A tracepoint with a format, as tracefs lists it: {@code block:block_rq_issue}. */
  record Tracepoint(String category, String name) implements AttachTarget {
    @Override
    public String toString() {
      return "tracepoint:" + category + ":" + name;
    }
  }

  /** A raw tracepoint, by its name without a category: {@code sys_enter}. */
  record RawTracepoint(String name) implements AttachTarget {
    @Override
    public String toString() {
      return "rawtracepoint:" + name;
    }
  }
}
