package dev.skep.abi;

/** A Linux kernel version: major, minor and patch level. */
public record KernelVersion(int major, int minor, int patch) implements Comparable<KernelVersion> {
  /**
   * Reads the leading numbers of a release as {@code uname -r} prints it: {@code "6.1.0-38-amd64"}
   * is 6.1.0.
   *
   * @throws IllegalArgumentException when the text does not start with two numbers and a dot
   *     between them
   */
  public static KernelVersion parse(String release) {
    int[] parts = new int[3];
    int at = 0;
    int count = 0;
    while (count < 3) {
      int start = at;
      while (at < release.length() && Character.isDigit(release.charAt(at)) && at - start < 6) {
        parts[count] = parts[count] * 10 + (release.charAt(at) - '0');
        at++;
      }
      if (at == start) {
        break;
      }
      count++;
      if (at >= release.length() || release.charAt(at) != '.') {
        break;
      }
      at++;
    }
    if (count < 2) {
      throw new IllegalArgumentException("not a kernel release: \"" + release + "\"");
    }
    return new KernelVersion(parts[0], parts[1], parts[2]);
  }

  /**
   * The number that {@code KERNEL_VERSION(major, minor, patch)} gives, which programs of type
   * kprobe once had to carry.
   */
  public int code() {
    return major << 16 | minor << 8 | Math.min(patch, 255);
  }

  /** Whether this version is the given one or a later one. */
  public boolean isAtLeast(KernelVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(KernelVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
  }
}
