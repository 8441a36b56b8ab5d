package dev.skep.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The BPF objects that executables carry in their data, as libbpf's skeletons do. */
final class EmbeddedObjects {
  private static final int MACHINE_BPF = 247;

  /** Tools with skeletons are small. */
  private static final int MAX_BYTES = 4 << 20;

  private EmbeddedObjects() {}

  /** Writes the objects of all executables of a folder into another; returns their files. */
  static List<Path> extract(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(Files::isRegularFile).filter(Files::isReadable).sorted().toList();
    }
    List<Path> objects = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) < MAX_BYTES) {
        List<byte[]> found = find(Files.readAllBytes(file));
        for (int i = 0; i < found.size(); i++) {
          objects.add(
              Files.write(to.resolve(file.getFileName() + "." + i + ".bpf.o"), found.get(i)));
        }
      }
    }
    return objects;
  }

  /** The objects within a file, little endian. */
  static List<byte[]> find(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> found = new ArrayList<>();
    for (int at = 4; at + 64 < file.length; at++) {
      if (file[at] == 0x7f
          && bytes.getInt(at) == 0x464c457f
          && bytes.getInt(at + 16) == (MACHINE_BPF << 16 | 1)) {
        long end =
            at
                + bytes.getLong(at + 40)
                + (long) (bytes.getShort(at + 58) & 0xffff) * (bytes.getShort(at + 60) & 0xffff);
        if (end > at && end <= file.length) {
          found.add(Arrays.copyOfRange(file, at, (int) end));
        }
      }
    }
    return found;
  }
}
