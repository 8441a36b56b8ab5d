package dev.skep.abi;

import java.util.Optional;

/**
 * Why a system call failed: the error numbers of Linux on x86-64 and arm64 (asm-generic/errno.h).
 *
 * <p>Numbers from 512 on are the kernel's own (linux/errno.h) and should never reach user space;
 * bpf(2) lets {@link #ENOTSUPP} through.
 */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or entry"),
  ESRCH(3, "no such process"),
  EINTR(4, "interrupted by a signal"),
  EIO(5, "input/output error"),
  ENXIO(6, "no such device or address"),
  E2BIG(7, "too big: list, size or index"),
  ENOEXEC(8, "not an executable format"),
  EBADF(9, "bad file descriptor"),
  ECHILD(10, "no child processes"),
  EAGAIN(11, "try again: not ready now"),
  ENOMEM(12, "not enough memory"),
  EACCES(13, "permission denied"),
  EFAULT(14, "bad address"),
  ENOTBLK(15, "not a block device"),
  EBUSY(16, "device or resource busy"),
  EEXIST(17, "exists already"),
  EXDEV(18, "crosses file systems"),
  ENODEV(19, "no such device"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "is a directory"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "too many open files in the system"),
  EMFILE(24, "too many open files in this process"),
  ENOTTY(25, "not a terminal, or no such ioctl for it"),
  ETXTBSY(26, "executable file busy"),
  EFBIG(27, "file too large"),
  ENOSPC(28, "no space left"),
  ESPIPE(29, "cannot seek"),
  EROFS(30, "read-only file system"),
  EMLINK(31, "too many links"),
  EPIPE(32, "broken pipe"),
  EDOM(33, "argument outside the function's domain"),
  ERANGE(34, "result out of range"),
  EDEADLK(35, "would deadlock"),
  ENAMETOOLONG(36, "name too long"),
  ENOLCK(37, "no locks available"),
  ENOSYS(38, "no such system call"),
  ENOTEMPTY(39, "directory not empty"),
  ELOOP(40, "too many symbolic links"),
  ENOMSG(42, "no message of that type"),
  EIDRM(43, "identifier removed"),
  ECHRNG(44, "channel number out of range"),
  EL2NSYNC(45, "level 2 not synchronized"),
  EL3HLT(46, "level 3 halted"),
  EL3RST(47, "level 3 reset"),
  ELNRNG(48, "link number out of range"),
  EUNATCH(49, "protocol driver not attached"),
  ENOCSI(50, "no CSI structure available"),
  EL2HLT(51, "level 2 halted"),
  EBADE(52, "invalid exchange"),
  EBADR(53, "invalid request descriptor"),
  EXFULL(54, "exchange full"),
  ENOANO(55, "no anode"),
  EBADRQC(56, "invalid request code"),
  EBADSLT(57, "invalid slot"),
  EBFONT(59, "bad font file"),
  ENOSTR(60, "not a stream"),
  ENODATA(61, "no data available"),
  ETIME(62, "timer expired"),
  ENOSR(63, "out of streams"),
  ENONET(64, "machine not on the network"),
  ENOPKG(65, "package not installed"),
  EREMOTE(66, "object is remote"),
  ENOLINK(67, "link severed"),
  EADV(68, "advertise error"),
  ESRMNT(69, "srmount error"),
  ECOMM(70, "communication error on send"),
  EPROTO(71, "protocol error"),
  EMULTIHOP(72, "multihop attempted"),
  EDOTDOT(73, "RFS error"),
  EBADMSG(74, "bad message"),
  EOVERFLOW(75, "value too large for its type"),
  ENOTUNIQ(76, "name not unique on the network"),
  EBADFD(77, "file descriptor in a bad state"),
  EREMCHG(78, "remote address changed"),
  ELIBACC(79, "cannot access a shared library"),
  ELIBBAD(80, "shared library corrupted"),
  ELIBSCN(81, ".lib section corrupted"),
  ELIBMAX(82, "too many shared libraries"),
  ELIBEXEC(83, "cannot execute a shared library"),
  EILSEQ(84, "invalid byte sequence"),
  ERESTART(85, "interrupted system call to be restarted"),
  ESTRPIPE(86, "streams pipe error"),
  EUSERS(87, "too many users"),
  ENOTSOCK(88, "not a socket"),
  EDESTADDRREQ(89, "destination address required"),
  EMSGSIZE(90, "message too long"),
  EPROTOTYPE(91, "wrong protocol for the socket"),
  ENOPROTOOPT(92, "protocol option not available"),
  EPROTONOSUPPORT(93, "protocol not supported"),
  ESOCKTNOSUPPORT(94, "socket type not supported"),
  EOPNOTSUPP(95, "operation not supported"),
  EPFNOSUPPORT(96, "protocol family not supported"),
  EAFNOSUPPORT(97, "address family not supported"),
  EADDRINUSE(98, "address in use"),
  EADDRNOTAVAIL(99, "address not available"),
  ENETDOWN(100, "network is down"),
  ENETUNREACH(101, "network is unreachable"),
  ENETRESET(102, "network reset the connection"),
  ECONNABORTED(103, "connection aborted"),
  ECONNRESET(104, "connection reset by the peer"),
  ENOBUFS(105, "no buffer space"),
  EISCONN(106, "already connected"),
  ENOTCONN(107, "not connected"),
  ESHUTDOWN(108, "transport endpoint shut down"),
  ETOOMANYREFS(109, "too many references"),
  ETIMEDOUT(110, "timed out"),
  ECONNREFUSED(111, "connection refused"),
  EHOSTDOWN(112, "host is down"),
  EHOSTUNREACH(113, "no route to the host"),
  EALREADY(114, "already in progress"),
  EINPROGRESS(115, "in progress now"),
  ESTALE(116, "stale file handle"),
  EUCLEAN(117, "structure needs cleaning"),
  ENOTNAM(118, "not a XENIX named type file"),
  ENAVAIL(119, "no XENIX semaphores available"),
  EISNAM(120, "is a named type file"),
  EREMOTEIO(121, "remote input/output error"),
  EDQUOT(122, "disk quota exceeded"),
  ENOMEDIUM(123, "no medium"),
  EMEDIUMTYPE(124, "wrong medium type"),
  ECANCELED(125, "canceled"),
  ENOKEY(126, "required key not available"),
  EKEYEXPIRED(127, "key expired"),
  EKEYREVOKED(128, "key revoked"),
  EKEYREJECTED(129, "key rejected"),
  EOWNERDEAD(130, "owner died"),
  ENOTRECOVERABLE(131, "state not recoverable"),
  ERFKILL(132, "blocked by rfkill"),
  EHWPOISON(133, "memory page has a hardware error"),
  ERESTARTSYS(512, "to be restarted after the signal"),
  ERESTARTNOINTR(513, "to be restarted always"),
  ERESTARTNOHAND(514, "to be restarted if no handler ran"),
  ENOIOCTLCMD(515, "no such ioctl command"),
  ERESTART_RESTARTBLOCK(516, "to be restarted by restart_syscall"),
  EPROBE_DEFER(517, "driver asks to be probed later"),
  EOPENSTALE(518, "open found a stale entry"),
  ENOPARAM(519, "parameter not supported"),
  EBADHANDLE(521, "bad NFS file handle"),
  ENOTSYNC(522, "update synchronization mismatch"),
  EBADCOOKIE(523, "stale cookie"),
  ENOTSUPP(524, "not supported by the kernel"),
  ETOOSMALL(525, "buffer or request too small"),
  ESERVERFAULT(526, "untranslatable server error"),
  EBADTYPE(527, "type not supported by the server"),
  EJUKEBOX(528, "started, but will not end in time"),
  EIOCBQUEUED(529, "queued: completion will follow"),
  ERECALLCONFLICT(530, "conflict with a recalled state"),
  ENOGRACE(531, "lock reclaim refused");

  /** The second name of {@link #EAGAIN}. */
  public static final Errno EWOULDBLOCK = EAGAIN;

  private static final Errno[] ALL = values();

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The number, positive. */
  public int number() {
    return number;
  }

  /** The number in the ABI, as other constants name it; the same as {@link #number()}. */
  public int code() {
    return number;
  }

  /** What it means, in a few words that continue a sentence. */
  public String text() {
    return text;
  }

  /** The error of a number, or of its negation as helpers return it; empty when there is none. */
  public static Optional<Errno> of(int number) {
    int positive = number < 0 ? -number : number;
    for (Errno each : ALL) {
      if (each.number == positive) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The error of a number as a message shows it: {@code EINVAL (invalid argument)}. */
  public static String describe(int number) {
    return of(number).map(each -> each.name() + " (" + each.text + ")").orElse("errno " + number);
  }
}
