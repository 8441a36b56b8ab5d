package dev.skep.verifier.state;

/** What memory a dynptr is over ({@code enum bpf_dynptr_type}). */
public enum DynptrKind {
  LOCAL,
  RINGBUF,
  SKB,
  XDP,
  SKB_META,
  FILE;

  /** Whether it holds a reference that must be given back. */
  public boolean isReferenced() {
    return this == RINGBUF || this == FILE;
  }
}
