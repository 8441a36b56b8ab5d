package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.InformationAttribute;
import dev.skep.kernel.sys.LinkInformationLayout;
import dev.skep.kernel.sys.MapInformationLayout;
import dev.skep.kernel.sys.ObjectAttribute;
import dev.skep.kernel.sys.ProgramInformationLayout;
import dev.skep.kernel.sys.Syscall;
import dev.skep.spec.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All BPF objects of this machine, whoever made them. An object may go at any moment: then the
 * question for it has an empty answer.
 */
public final class KernelObjects {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.SYS_ADMIN);
  private static final int NAME_BYTES = 16;
  private static final int MOST_MAPS = 64;

  KernelObjects() {}

  /** The ids of all maps, ascending. */
  public List<Integer> mapIds() {
    return ids(Command.MAP_GET_NEXT_ID);
  }

  /** The ids of all programs, ascending. */
  public List<Integer> programIds() {
    return ids(Command.PROG_GET_NEXT_ID);
  }

  /** The ids of all links, ascending. */
  public List<Integer> linkIds() {
    return ids(Command.LINK_GET_NEXT_ID);
  }

  /** The map with an id. */
  public Optional<MapInformation> map(int id) {
    return open(Command.MAP_GET_FD_BY_ID, id).map(fd -> closing(fd, KernelObjects::mapOf));
  }

  /** The program with an id. */
  public Optional<ProgramInformation> program(int id) {
    return open(Command.PROG_GET_FD_BY_ID, id).map(fd -> closing(fd, KernelObjects::programOf));
  }

  /** The link with an id. */
  public Optional<LinkInformation> link(int id) {
    return open(Command.LINK_GET_FD_BY_ID, id).map(fd -> closing(fd, KernelObjects::linkOf));
  }

  /**
   * Lets the kernel measure how often and how long all programs run, until it is closed (Linux
   * 5.8). Each run then costs some 20 ns more.
   */
  public RunTimeStatistics measureRunTime() {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, ObjectAttribute.STATISTICS_TYPE, ObjectAttribute.STATISTICS_RUN_TIME);
      long fd = Syscall.bpf(call, Command.ENABLE_STATS, attribute, ObjectAttribute.BYTES);
      return new RunTimeStatistics(checked(fd, "switch statistics on"));
    }
  }

  private static List<Integer> ids(Command command) {
    List<Integer> ids = new ArrayList<>();
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      while (true) {
        long result = Syscall.bpf(call, command, attribute, ObjectAttribute.BYTES);
        if (Syscall.failed(result, Errno.ENOENT)) {
          return ids;
        }
        if (result < 0) {
          throw Refusal.of("list " + command.label(), result, NEEDED, UnsupportedException::new);
        }
        int id = attribute.get(JAVA_INT, ObjectAttribute.NEXT_ID);
        ids.add(id);
        attribute.set(JAVA_INT, ObjectAttribute.ID, id);
      }
    }
  }

  /** A descriptor of the object with an id; empty when there is none. */
  static Optional<Descriptor> open(Command command, int id) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, ObjectAttribute.ID, id);
      long fd = Syscall.bpf(call, command, attribute, ObjectAttribute.BYTES);
      return Syscall.failed(fd, Errno.ENOENT)
          ? Optional.empty()
          : Optional.of(checked(fd, command.label() + " " + id));
    }
  }

  private static Descriptor checked(long fd, String what) {
    if (fd < 0) {
      throw Refusal.of(what, fd, NEEDED, UnsupportedException::new);
    }
    return new Descriptor(what, (int) fd);
  }

  private interface Question<T> {
    T ask(int fd);
  }

  private static <T> T closing(Descriptor descriptor, Question<T> question) {
    try (descriptor) {
      return question.ask(descriptor.number());
    }
  }

  /** What the kernel says of an open map. */
  static MapInformation mapOf(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment said = arena.allocate(MapInformationLayout.BYTES, 8);
      ask(fd, said);
      return new MapInformation(
          said.get(JAVA_INT, MapInformationLayout.ID),
          said.get(JAVA_INT, MapInformationLayout.TYPE),
          name(said, MapInformationLayout.NAME),
          said.get(JAVA_INT, MapInformationLayout.KEY_SIZE),
          said.get(JAVA_INT, MapInformationLayout.VALUE_SIZE),
          said.get(JAVA_INT, MapInformationLayout.MAX_ENTRIES),
          said.get(JAVA_INT, MapInformationLayout.FLAGS),
          said.get(JAVA_LONG, MapInformationLayout.EXTRA),
          said.get(JAVA_INT, MapInformationLayout.BTF_ID));
    }
  }

  /** What the kernel says of an open program. */
  static ProgramInformation programOf(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment said = arena.allocate(ProgramInformationLayout.BYTES, 8);
      MemorySegment maps = arena.allocate(JAVA_INT, MOST_MAPS);
      said.set(JAVA_INT, ProgramInformationLayout.MAP_COUNT, MOST_MAPS);
      said.set(JAVA_LONG, ProgramInformationLayout.MAP_IDS, maps.address());
      ask(fd, said);
      int count = Math.min(MOST_MAPS, said.get(JAVA_INT, ProgramInformationLayout.MAP_COUNT));
      List<Integer> mapIds = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        mapIds.add(maps.getAtIndex(JAVA_INT, i));
      }
      return new ProgramInformation(
          said.get(JAVA_INT, ProgramInformationLayout.ID),
          said.get(JAVA_INT, ProgramInformationLayout.TYPE),
          Bytes.copyOf(said.asSlice(ProgramInformationLayout.TAG, 8).toArray(JAVA_BYTE)),
          name(said, ProgramInformationLayout.NAME),
          said.get(JAVA_LONG, ProgramInformationLayout.LOAD_TIME),
          said.get(JAVA_INT, ProgramInformationLayout.USER),
          (said.get(JAVA_INT, ProgramInformationLayout.GPL_COMPATIBLE) & 1) != 0,
          mapIds,
          said.get(JAVA_INT, ProgramInformationLayout.BTF_ID),
          said.get(JAVA_INT, ProgramInformationLayout.TRANSLATED_BYTES),
          said.get(JAVA_INT, ProgramInformationLayout.JITED_BYTES),
          said.get(JAVA_LONG, ProgramInformationLayout.RUN_TIME),
          said.get(JAVA_LONG, ProgramInformationLayout.RUN_COUNT),
          said.get(JAVA_LONG, ProgramInformationLayout.RECURSION_MISSES),
          said.get(JAVA_INT, ProgramInformationLayout.VERIFIED_INSTRUCTIONS));
    }
  }

  /** What the kernel says of an open link. */
  static LinkInformation linkOf(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment said = arena.allocate(LinkInformationLayout.BYTES, 8);
      ask(fd, said);
      return new LinkInformation(
          said.get(JAVA_INT, LinkInformationLayout.ID),
          said.get(JAVA_INT, LinkInformationLayout.TYPE),
          said.get(JAVA_INT, LinkInformationLayout.PROGRAM_ID));
    }
  }

  private static void ask(int fd, MemorySegment answer) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, InformationAttribute.FD, fd);
      attribute.set(JAVA_INT, InformationAttribute.INFORMATION_BYTES, (int) answer.byteSize());
      attribute.set(JAVA_LONG, InformationAttribute.INFORMATION, answer.address());
      long result =
          Syscall.bpf(call, Command.OBJ_GET_INFO_BY_FD, attribute, InformationAttribute.BYTES);
      if (result < 0) {
        throw Refusal.of("describe fd=" + fd, result, Set.of(), UnsupportedException::new);
      }
    }
  }

  private static String name(MemorySegment from, int offset) {
    byte[] bytes = from.asSlice(offset, NAME_BYTES).toArray(JAVA_BYTE);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.US_ASCII);
  }
}
