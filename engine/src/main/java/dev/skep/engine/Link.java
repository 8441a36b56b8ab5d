package dev.skep.engine;

/** A program's attachment to a source of events. Closing it detaches the program. */
public interface Link extends AutoCloseable {

  /** What the program is attached to. */
  AttachTarget target();

  /** The program that runs. */
  Program program();

  @Override
  void close();
}
