package dev.skep.kernel.sys;

/**
 * The system calls that are used here, with their numbers: asm/unistd_64.h of x86-64, and
 * asm-generic/unistd.h, which AArch64 and RISC-V share.
 */
public enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  MMAP(9, 222),
  MUNMAP(11, 215),
  RT_SIGACTION(13, 134),
  IOCTL(16, 29),
  SOCKET(41, 198),
  FCNTL(72, 25),
  MOUNT(165, 40),
  CLOCK_GETTIME(228, 113),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  UNLINKAT(263, 35),
  PPOLL(271, 73),
  EVENTFD2(290, 19),
  PERF_EVENT_OPEN(298, 241),
  BPF(321, 280);

  private static final boolean GENERIC = !System.getProperty("os.arch").equals("amd64");

  private final int amd64;
  private final int generic;

  SystemCall(int amd64, int generic) {
    this.amd64 = amd64;
    this.generic = generic;
  }

  /** The number on this machine. */
  public int number() {
    return GENERIC ? generic : amd64;
  }

  /** The name as the manual pages spell it: {@code perf_event_open(2)}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT) + "(2)";
  }
}
