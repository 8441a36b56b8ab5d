package dev.skep.verifier;

/** Says whether Linux 6.18 would load a program, and why not. */
public final class Verifier {
  private Verifier() {}
}
