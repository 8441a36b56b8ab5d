package dev.skep.kernel.sys;

import dev.skep.abi.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Reads a descriptor by read(2). */
public final class DescriptorStream extends InputStream {
  private static final int MOST_BYTES = 1 << 16;

  private final Descriptor descriptor;

  /** A stream that closes the descriptor with itself. */
  public DescriptorStream(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    try (CallMemory call = CallMemory.take()) {
      int most = Math.min(length, MOST_BYTES);
      MemorySegment data = call.data(most);
      long result;
      do {
        result =
            Syscall.call(call, SystemCall.READ, descriptor.number(), data.address(), most, 0, 0, 0);
      } while (Syscall.failed(result, Errno.EAGAIN) || Syscall.failed(result, Errno.EINTR));
      if (result < 0) {
        throw new IOException("cannot read: " + Syscall.describe(result));
      }
      MemorySegment.copy(data, 0, MemorySegment.ofArray(target), offset, result);
      return result == 0 ? -1 : (int) result;
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
