package dev.skep.vm.helper;

import dev.skep.abi.Errno;

/** Error numbers as helpers return them: negative. */
final class Errors {
  static final long EPERM = -Errno.EPERM.code();
  static final long ENOENT = -Errno.ENOENT.code();
  static final long E2BIG = -Errno.E2BIG.code();
  static final long EAGAIN = -Errno.EAGAIN.code();
  static final long EFAULT = -Errno.EFAULT.code();
  static final long EINVAL = -Errno.EINVAL.code();
  static final long ENOSPC = -Errno.ENOSPC.code();
  static final long ERANGE = -Errno.ERANGE.code();

  private Errors() {}
}
