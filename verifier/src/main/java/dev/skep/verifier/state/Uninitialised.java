package dev.skep.verifier.state;

/** A register that was never written on this path, or that a call has clobbered. */
public enum Uninitialised implements Value {
  VALUE;

  @Override
  public String typeName() {
    return "?";
  }

  @Override
  public String toString() {
    return "?";
  }
}
