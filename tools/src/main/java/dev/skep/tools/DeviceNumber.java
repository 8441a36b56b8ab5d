package dev.skep.tools;

/** A device number as the kernel keeps it: 12 bits of major, 20 of minor (linux/kdev_t.h). */
record DeviceNumber(long major, long minor) {
  static DeviceNumber of(long number) {
    return new DeviceNumber(number >>> 20, number & 0xfffff);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
