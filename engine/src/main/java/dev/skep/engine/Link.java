package dev.skep.engine;

/** A program's attachment to a source of events. Closing it detaches the program. */
public interface Link extends AutoCloseable {

  /** What the program is attached to. */
  AttachTarget target();

  /** The program that runs now. */
  Program program();

  /**
   * Exchanges the program: every event runs either the old one or the new one. It keeps its place
   * among the programs of a hook.
   *
   * @throws UnsupportedException when attachments of this sort cannot do that
   */
  default void replace(Program program) {
    throw new UnsupportedException(
        target() + ": the program of this attachment cannot be exchanged; close it, attach again");
  }

  @Override
  void close();
}
