package dev.skep.vm;

import java.lang.foreign.MemorySegment;

/** Takes the copies of packets that programs send with {@code bpf_clone_redirect}. */
@FunctionalInterface
public interface CloneSink {
  /**
   * Takes a copy.
   *
   * @param interfaceIndex the interface that it is for
   * @param ingress whether it arrives there, rather than leaves
   * @param packet its bytes; valid during the call only
   */
  void deliver(int interfaceIndex, boolean ingress, MemorySegment packet);
}
