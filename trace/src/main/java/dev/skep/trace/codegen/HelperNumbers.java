package dev.skep.trace.codegen;

/** The numbers of the helpers that programs call: {@code ___BPF_FUNC_MAPPER} of linux/bpf.h. */
final class HelperNumbers {
  static final int MAP_LOOKUP = 1;
  static final int MAP_UPDATE = 2;
  static final int MAP_DELETE = 3;
  static final int KTIME = 5;
  static final int CPU = 8;
  static final int PID_TGID = 14;
  static final int UID_GID = 15;
  static final int COMM = 16;
  static final int READ_USER_TEXT = 114;
  static final int READ_KERNEL_TEXT = 115;
  static final int RING_RESERVE = 131;
  static final int RING_SUBMIT = 132;

  private HelperNumbers() {}
}
