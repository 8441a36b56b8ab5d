package dev.skep.verifier.environment;

/**
 * How much a verification may take ({@code BPF_COMPLEXITY_LIMIT_*} and the like of
 * kernel/bpf/verifier.c, {@code BPF_MAXINSNS} of linux/bpf_common.h).
 *
 * @param instructions the slots that a program may have
 * @param processed the instructions that may be processed on all paths together
 * @param pendingBranches the branches that may wait to be processed
 * @param frames the frames that may be active at once
 * @param stackBytes the bytes of stack that all active frames may take
 * @param findings the findings after which the search for more ends
 */
public record Limits(
    int instructions,
    int processed,
    int pendingBranches,
    int frames,
    int stackBytes,
    int findings) {

  /** The kernel's limits for a privilege. */
  public static Limits of(Privilege privilege) {
    int instructions = privilege == Privilege.PRIVILEGED ? 1_000_000 : 4096;
    return new Limits(instructions, 1_000_000, 8192, 8, 512, 16);
  }
}
