package dev.skep.vm.helper;

import dev.skep.abi.Errno;

/** Error numbers as helpers return them: negative. */
final class Errors {
  static final long EPERM = -Errno.EPERM.number();
  static final long ENOENT = -Errno.ENOENT.number();
  static final long E2BIG = -Errno.E2BIG.number();
  static final long EAGAIN = -Errno.EAGAIN.number();
  static final long EFAULT = -Errno.EFAULT.number();
  static final long EINVAL = -Errno.EINVAL.number();
  static final long ENOMEM = -Errno.ENOMEM.number();
  static final long EBUSY = -Errno.EBUSY.number();
  static final long ENOTSUPP = -Errno.ENOTSUPP.number();
  static final long ENOSPC = -Errno.ENOSPC.number();
  static final long ERANGE = -Errno.ERANGE.number();
  static final long EACCES = -Errno.EACCES.number();
  static final long ENODEV = -Errno.ENODEV.number();
  static final long EBADMSG = -Errno.EBADMSG.number();
  static final long EOPNOTSUPP = -Errno.EOPNOTSUPP.number();

  private Errors() {}
}
