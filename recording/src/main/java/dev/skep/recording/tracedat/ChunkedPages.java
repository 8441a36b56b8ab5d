package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.tracedat.TraceDat.CpuData;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Pages in compressed chunks: u32 count of chunks, then for each u32 compressed size, u32 size,
 * data (trace-cmd.dat.v7(5)).
 */
final class ChunkedPages implements Pages {
  static final int MAX_CHUNK_BYTES = 64 << 20;
  private static final int COUNT_BYTES = 4;
  private static final int CHUNK_HEADER_BYTES = 8;

  private final RecordingFile file;
  private final ByteOrder order;
  private final CpuData data;
  private final int pageBytes;
  private final ChunkDecoder decoder;
  private byte[] buffer = new byte[0];
  private long chunks = -1;
  private long chunkOffset;
  private long next;
  private int filled;
  private int at;

  ChunkedPages(
      RecordingFile file, ByteOrder order, CpuData data, int pageBytes, ChunkDecoder decoder) {
    this.file = file;
    this.order = order;
    this.data = data;
    this.pageBytes = pageBytes;
    this.decoder = decoder;
    this.next = data.offset();
    this.at = -pageBytes;
  }

  @Override
  public boolean next() {
    at += pageBytes;
    while (at >= filled) {
      if (data.sizeBytes() == 0) {
        return false;
      }
      if (chunks < 0) {
        chunks = input(COUNT_BYTES).u32();
        next += COUNT_BYTES;
      }
      if (chunks == 0) {
        return false;
      }
      chunks--;
      readChunk();
    }
    return true;
  }

  /** trace-cmd's size of a CPU's data leaves out the count of chunks. */
  private long end() {
    return data.offset() + COUNT_BYTES + data.sizeBytes();
  }

  private RecordingInput input(int size) {
    if (size > end() - next) {
      throw file.malformed(next, "data of CPU " + data.cpu() + " end inside a header of a chunk");
    }
    file.requireRange(next, size, "a chunk of CPU " + data.cpu());
    return RecordingInput.of(file, order, next, next + size);
  }

  private void readChunk() {
    RecordingInput header = input(CHUNK_HEADER_BYTES);
    long compressedSize = header.u32();
    long size = header.u32();
    chunkOffset = next;
    long from = next + CHUNK_HEADER_BYTES;
    if (compressedSize > end() - from) {
      throw file.malformed(next, "chunk of size=" + compressedSize + " exceeds its CPU's data");
    }
    file.requireRange(from, compressedSize, "a chunk of CPU " + data.cpu());
    if (size > MAX_CHUNK_BYTES || size % pageBytes != 0) {
      throw file.malformed(
          next, "chunk content of size=" + size + " is not some pages of bytes=" + pageBytes);
    }
    decode(from, compressedSize, (int) size);
    next = from + compressedSize;
    filled = (int) size;
    at = 0;
  }

  private void decode(long from, long compressedSize, int size) {
    try {
      byte[] decoded = decoder.decode(file.stream(from, from + compressedSize), buffer, size);
      if (decoded == null) {
        throw file.malformed(from, "chunk content is not of the declared size=" + size);
      }
      buffer = decoded;
    } catch (IOException e) {
      throw RecordingInput.failed(file, from, e);
    }
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public int at() {
    return at;
  }

  @Override
  public long fileOffset() {
    return chunkOffset;
  }
}
