package dev.skep.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes trace.dat of any version, byte order, size of {@code long} and compression. */
final class TraceDatWriter {
  private static final int CHUNK_PAGES = 3;

  private final int version;
  private final ByteOrder order;
  private final int longBytes;
  private final String compression;
  private final List<byte[]> options = new ArrayList<>();
  private final Map<String, List<String>> formats = new TreeMap<>();
  private final List<Instance> instances = new ArrayList<>();
  private String commandLines = "";
  private String clock = "local";

  private record Instance(String name, String clock, List<RingPageWriter> cpus) {}

  TraceDatWriter(int version, ByteOrder order, int longBytes, String compression) {
    this.version = version;
    this.order = order;
    this.longBytes = longBytes;
    this.compression = compression;
  }

  void format(String system, String text) {
    formats.computeIfAbsent(system, _ -> new ArrayList<>()).add(text);
  }

  void commandLines(String text) {
    commandLines = text;
  }

  void clock(String name) {
    clock = name;
  }

  void option(int id, byte[] data) {
    options.add(bytes(out -> out.u16(id).u32(data.length).raw(data)));
  }

  /** A buffer of its own beside the top one. */
  void instance(String name, String itsClock, List<RingPageWriter> cpus) {
    instances.add(new Instance(name, itsClock, cpus));
  }

  RingPageWriter cpu(boolean absoluteStamps) {
    return new RingPageWriter(order, longBytes, absoluteStamps);
  }

  Out out() {
    return new Out();
  }

  byte[] write(List<RingPageWriter> cpus) {
    return version == 6 ? writeSequence(cpus) : writeSections(cpus);
  }

  private void start(Out out) {
    out.raw(new byte[] {0x17, 0x08, 0x44}).raw("tracing".getBytes(StandardCharsets.US_ASCII));
    out.string(Integer.toString(version));
    out.raw(new byte[] {(byte) (order == ByteOrder.BIG_ENDIAN ? 1 : 0), (byte) longBytes});
    out.u32(RingPageWriter.PAGE_BYTES);
  }

  private void headerInfo(Out out) {
    String page =
        "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
            + "\tfield: local_t commit;\toffset:8;\tsize:%d;\tsigned:1;\n".formatted(longBytes)
            + "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
            + "\tfield: char data;\toffset:%d;\tsize:%d;\tsigned:1;\n"
                .formatted(8 + longBytes, RingPageWriter.PAGE_BYTES - 8 - longBytes);
    String event =
        """
        # compressed entry header
        	type_len    :    5 bits
        	time_delta  :   27 bits
        	array       :   32 bits

        	padding     : type == 29
        	time_extend : type == 30
        	time_stamp : type == 31
        	data max type_len  == 28
        """;
    out.string("header_page").u64(page.length()).text(page);
    out.string("header_event").u64(event.length()).text(event);
  }

  private void eventFormats(Out out) {
    out.u32(formats.size());
    formats.forEach((system, texts) -> {
      out.string(system).u32(texts.size());
      texts.forEach(text -> out.u64(text.length()).text(text));
    });
  }

  private byte[] writeSequence(List<RingPageWriter> cpus) {
    Out out = new Out();
    start(out);
    headerInfo(out);
    out.u32(0);
    eventFormats(out);
    out.u32(0).u32(0).u64(commandLines.length()).text(commandLines).u32(cpus.size());
    out.string("options  ");
    options.forEach(out::raw);
    List<Integer> instanceOffsets = new ArrayList<>();
    for (Instance instance : instances) {
      out.u16(3).u32(8 + instance.name().length() + 1L);
      instanceOffsets.add(out.size());
      out.u64(0).string(instance.name());
    }
    out.u16(4).u32(0).u16(0).string("flyrecord");
    String clockText = "[" + clock + "] other";
    long offset = align(out.size() + 16L * cpus.size() + 8 + clockText.length());
    for (RingPageWriter cpu : cpus) {
      out.u64(offset).u64(cpu.bytes().length);
      offset += cpu.bytes().length;
    }
    out.u64(clockText.length()).text(clockText);
    cpus.forEach(cpu -> out.align().raw(cpu.bytes()));
    byte[] all = out.bytes();
    for (int i = 0; i < instances.size(); i++) {
      ByteBuffer.wrap(all).order(order).putLong(instanceOffsets.get(i), all.length);
      all = withInstance(all, instances.get(i));
    }
    return all;
  }

  private byte[] withInstance(byte[] before, Instance instance) {
    Out out = new Out().raw(before).string("flyrecord");
    long offset = align(out.size() + 16L * instance.cpus().size());
    for (RingPageWriter cpu : instance.cpus()) {
      out.u64(offset).u64(cpu.bytes().length);
      offset += cpu.bytes().length;
    }
    instance.cpus().forEach(cpu -> out.align().raw(cpu.bytes()));
    return out.bytes();
  }

  private byte[] writeSections(List<RingPageWriter> cpus) {
    Out out = new Out();
    start(out);
    out.string(compression).string("1").u64(0);
    int optionsOffset = out.size() - 8;
    Out last = new Out();
    options.forEach(last::raw);
    section(out, last, 16, bytes(this::headerInfo));
    section(out, last, 17, bytes(data -> data.u32(0)));
    section(out, last, 18, bytes(this::eventFormats));
    section(out, last, 21, bytes(data -> data.u64(commandLines.length()).text(commandLines)));
    List<Instance> buffers = new ArrayList<>(List.of(new Instance("", clock, cpus)));
    buffers.addAll(instances);
    for (Instance each : buffers) {
      byte[] buffer = buffer(out, each);
      last.u16(3).u32(buffer.length).raw(buffer);
    }
    long first = out.size();
    // Two sections of options: the first says where the second is.
    byte[] link = bytes(data -> data.u16(0).u32(8).u64(first + 16 + 14));
    out.u16(0).u16(0).u32(0).u64(link.length).raw(link);
    last.u16(0).u32(8).u64(0);
    out.u16(0).u16(0).u32(0).u64(last.size()).raw(last.bytes());
    return out.patched(optionsOffset, first);
  }

  private void section(Out out, Out options, int id, byte[] content) {
    options.u16(id).u32(8).u64(out.size());
    if (compression.equals("none")) {
      out.u16(id).u16(0).u32(0).u64(content.length).raw(content);
    } else {
      byte[] compressed = compress(content);
      out.u16(id).u16(1).u32(0).u64(compressed.length + 8L);
      out.u32(compressed.length).u32(content.length).raw(compressed);
    }
  }

  private byte[] buffer(Out out, Instance instance) {
    List<RingPageWriter> cpus = instance.cpus();
    int start = out.size();
    boolean plain = compression.equals("none");
    out.u16(3).u16(plain ? 0 : 1).u32(0).u64(0);
    Out option = new Out();
    option
        .u64(start)
        .string(instance.name())
        .string(instance.clock())
        .u32(RingPageWriter.PAGE_BYTES)
        .u32(cpus.size());
    for (int cpu = 0; cpu < cpus.size(); cpu++) {
      byte[] pages = cpus.get(cpu).bytes();
      byte[] data = plain ? pages : chunks(pages);
      out.align();
      option.u32(cpu).u64(out.size()).u64(plain ? data.length : data.length - 4);
      out.raw(data);
    }
    return option.bytes();
  }

  private byte[] chunks(byte[] pages) {
    int chunkBytes = CHUNK_PAGES * RingPageWriter.PAGE_BYTES;
    Out out = new Out();
    out.u32((pages.length + chunkBytes - 1) / chunkBytes);
    for (int at = 0; at < pages.length; at += chunkBytes) {
      byte[] chunk =
          java.util.Arrays.copyOfRange(pages, at, Math.min(pages.length, at + chunkBytes));
      byte[] compressed = compress(chunk);
      out.u32(compressed.length).u32(chunk.length).raw(compressed);
    }
    return out.bytes();
  }

  private byte[] compress(byte[] content) {
    return compression.equals("zlib") ? deflate(content) : rawZstd(content);
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[content.length + 100];
    int size = deflater.deflate(buffer);
    deflater.end();
    return java.util.Arrays.copyOf(buffer, size);
  }

  /** A frame of raw blocks. */
  static byte[] rawZstd(byte[] content) {
    int blocks = Math.max(1, (content.length + 131071) / 131072);
    ByteBuffer out =
        ByteBuffer.allocate(9 + 3 * blocks + content.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xFD2FB528).put((byte) 0xA0).putInt(content.length);
    for (int block = 0; block < blocks; block++) {
      int at = block * 131072;
      int size = Math.min(content.length - at, 131072);
      int header = (size << 3) | (block == blocks - 1 ? 1 : 0);
      out.putShort((short) header).put((byte) (header >>> 16)).put(content, at, size);
    }
    return out.array();
  }

  private static long align(long size) {
    return (size + RingPageWriter.PAGE_BYTES - 1) & -RingPageWriter.PAGE_BYTES;
  }

  private byte[] bytes(java.util.function.Consumer<Out> content) {
    Out out = new Out();
    content.accept(out);
    return out.bytes();
  }

  /** Numbers in the file's byte order. */
  final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int size() {
      return bytes.size();
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    byte[] patched(int offset, long value) {
      byte[] all = bytes.toByteArray();
      ByteBuffer.wrap(all).order(order).putLong(offset, value);
      return all;
    }

    Out raw(byte[] data) {
      bytes.writeBytes(data);
      return this;
    }

    Out text(String text) {
      return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Out string(String text) {
      return text(text).raw(new byte[1]);
    }

    Out u16(int value) {
      return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    Out u32(long value) {
      return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    Out u64(long value) {
      return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    Out align() {
      return raw(new byte[(int) (TraceDatWriter.align(size()) - size())]);
    }
  }
}
