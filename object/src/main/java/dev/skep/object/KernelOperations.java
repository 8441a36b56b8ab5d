package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.MalformedBtfException;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Lays a struct of operations out as a kernel has it: member by member, by name. The kernel's value
 * is a struct of its own, {@code bpf_struct_ops_NAME}, with the operations as its member {@code
 * data}.
 */
final class KernelOperations {
  private static final String VALUE = "bpf_struct_ops_";

  private final MapSpec map;
  private final Btf kernel;
  private final MapSpec.Types local;
  private final BtfType.Struct struct;

  private KernelOperations(MapSpec map, Btf kernel) {
    this.map = map;
    this.kernel = kernel;
    this.local = map.types().orElseThrow();
    this.struct = local.btf().type(local.valueTypeId(), BtfType.Struct.class);
  }

  /**
   * What a program of such a map implements, as {@code STRUCT/MEMBER}; empty when it is in none.
   */
  static Optional<String> target(Iterable<MapSpec> maps, String program) {
    for (MapSpec map : maps) {
      if (map.type() != MapType.STRUCT_OPS) {
        continue;
      }
      for (MapSpec.Entry entry : map.contents()) {
        if (entry instanceof MapSpec.Entry.ProgramName slot && slot.programName().equals(program)) {
          MapSpec.Types types = map.types().orElseThrow();
          BtfType.Struct struct = types.btf().type(types.valueTypeId(), BtfType.Struct.class);
          long bit = offset(slot.key()) * 8L;
          return struct.members().stream()
              .filter(member -> member.bitOffset() == bit)
              .findFirst()
              .map(member -> struct.name() + "/" + member.name());
        }
      }
    }
    return Optional.empty();
  }

  private static int offset(Bytes key) {
    return ByteBuffer.wrap(key.toArray()).order(ByteOrder.nativeOrder()).getInt();
  }

  /** The map as the kernel creates it. */
  static MapSpec layOut(MapSpec map, Btf kernel) {
    return new KernelOperations(map, kernel).layOut();
  }

  private MapSpec layOut() {
    OptionalInt value = kernel.find(VALUE + struct.name(), BtfType.Struct.class);
    OptionalInt operations = kernel.find(struct.name(), BtfType.Struct.class);
    if (value.isEmpty() || operations.isEmpty()) {
      throw wrong("the kernel takes no operations of struct " + struct.name());
    }
    long start =
        kernel
            .layout()
            .member(value.getAsInt(), "data")
            .orElseThrow(() -> wrong("the kernel's struct has no member data"))
            .byteOffset();
    byte[] image = new byte[Math.toIntExact(kernel.sizeOf(value.getAsInt()))];
    byte[] compiled = compiled();
    List<MapSpec.Entry> entries = new ArrayList<>();
    BtfType.Struct theirs = kernel.type(operations.getAsInt(), BtfType.Struct.class);
    for (Member member : struct.members()) {
      place(member, theirs, start, compiled, image, entries);
    }
    entries.addFirst(new MapSpec.Entry.Value(StructOperations.key(0), Bytes.copyOf(image)));
    return MapSpec.of(map.name(), map.type(), map.keySize(), image.length, 1)
        .withFlags(map.flags())
        .withTypes(new MapSpec.Types(kernel, 0, value.getAsInt()))
        .withContents(entries, false);
  }

  private byte[] compiled() {
    for (MapSpec.Entry entry : map.contents()) {
      if (entry instanceof MapSpec.Entry.Value value) {
        return value.value().toArray();
      }
    }
    return new byte[map.valueSize()];
  }

  private void place(
      Member member,
      BtfType.Struct theirs,
      long start,
      byte[] compiled,
      byte[] image,
      List<MapSpec.Entry> entries) {
    int from = (int) (member.bitOffset() / 8);
    int size = size(local.btf(), member);
    Optional<MapSpec.Entry.ProgramName> program = programAt(from);
    Optional<Member> found =
        theirs.members().stream().filter(each -> each.name().equals(member.name())).findFirst();
    if (found.isEmpty()) {
      if (!isZero(compiled, from, size)) {
        throw wrong("the kernel's struct has no member " + member.name());
      }
      return; // What the kernel lacks may stay empty.
    }
    if (member.isBitfield() || found.get().isBitfield()) {
      throw wrong("member " + member.name() + " is a bit field");
    }
    int to = Math.toIntExact(start + found.get().bitOffset() / 8);
    if (program.isPresent()) {
      entries.add(
          new MapSpec.Entry.ProgramName(StructOperations.key(to), program.get().programName()));
    } else if (size != size(kernel, found.get())) {
      throw wrong(
          "member "
              + member.name()
              + " has bytes="
              + size
              + ", the kernel's has bytes="
              + size(kernel, found.get()));
    } else if (from > compiled.length - size || to > image.length - size) {
      throw wrong("member " + member.name() + " does not lie in its struct");
    } else {
      System.arraycopy(compiled, from, image, to, size);
    }
  }

  private int size(Btf btf, Member member) {
    try {
      return Math.toIntExact(btf.sizeOf(member.typeId()));
    } catch (IllegalArgumentException | ArithmeticException | MalformedBtfException none) {
      throw wrong("member " + member.name() + " has no usable size");
    }
  }

  private Optional<MapSpec.Entry.ProgramName> programAt(int offset) {
    return map.contents().stream()
        .filter(MapSpec.Entry.ProgramName.class::isInstance)
        .map(MapSpec.Entry.ProgramName.class::cast)
        .filter(each -> offset(each.key()) == offset)
        .findFirst();
  }

  private static boolean isZero(byte[] bytes, int from, int size) {
    for (int i = from; i < from + size && i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private ConfigurationException wrong(String what) {
    return new ConfigurationException("operations " + map.name() + ": " + what);
  }
}
