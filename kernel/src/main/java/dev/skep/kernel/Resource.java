package dev.skep.kernel;

/** What an engine made and closes with itself. */
interface Resource extends AutoCloseable {
  @Override
  void close();
}
