package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Pointer;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.Linkage;
import dev.skep.spec.MapSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The maps that section {@code .maps} defines. A definition is a variable of a struct whose members
 * say by their <em>types</em> what the map is: a number is the length of an array that is pointed
 * to, a key or value is the type that is pointed to.
 */
final class MapDefinitions {
  static final String SECTION = ".maps";

  /** {@code LIBBPF_PIN_BY_NAME}. */
  private static final int PIN_BY_NAME = 1;

  /** The smallest page that Linux has. */
  private static final int PAGE_BYTES = 4096;

  private final String file;
  private final Btf btf;

  private MapDefinitions(String file, Btf btf) {
    this.file = file;
    this.btf = btf;
  }

  /**
   * A map's definition.
   *
   * @param offset where its variable is in the section, in bytes
   * @param valuesOffset where the initial values of its {@code values} array start there, in bytes;
   *     −1 when it has none
   */
  record Definition(MapSpec spec, long offset, long size, int valuesOffset) {}

  /** All definitions, in the order of the section. */
  static List<Definition> read(String file, Btf btf) {
    MapDefinitions reader = new MapDefinitions(file, btf);
    List<Definition> definitions = new ArrayList<>();
    for (int id : btf.findByName(SECTION, DataSection.class)) {
      for (SectionVariable variable : btf.type(id, DataSection.class).variables()) {
        definitions.add(reader.definition(variable));
      }
    }
    return definitions;
  }

  private Definition definition(SectionVariable place) {
    if (!(btf.type(place.typeId()) instanceof BtfType.Variable variable)) {
      throw malformed(
          place.offset(), "BTF type " + place.typeId() + " in the section is no variable");
    }
    if (variable.linkage() == Linkage.STATIC) {
      throw malformed(
          place.offset(), "map " + variable.name() + " is static; drop the word, maps are global");
    }
    if (!(btf.type(btf.resolve(variable.typeId())) instanceof Struct struct)) {
      throw malformed(place.offset(), "map " + variable.name() + " is not defined by a struct");
    }
    Draft draft = new Draft(variable.name(), place.offset(), false);
    draft.read(struct);
    return new Definition(draft.spec(), place.offset(), place.size(), draft.valuesOffset);
  }

  private MalformedObjectException malformed(long offset, String what) {
    return new MalformedObjectException(file, SECTION, offset, what);
  }

  /** A definition while its members are read. */
  private final class Draft {
    private final String name;
    private final long offset;
    private final boolean inner;
    private final Set<String> seen = new HashSet<>();
    private int type;
    private int keySize;
    private int valueSize;
    private int keyTypeId;
    private int valueTypeId;
    private int maxEntries;
    private int flags;
    private int numaNode;
    private long extra;
    private int pinning;
    private int valuesOffset = -1;
    private Optional<MapSpec> template = Optional.empty();

    Draft(String name, long offset, boolean inner) {
      this.name = name;
      this.offset = offset;
      this.inner = inner;
    }

    void read(Struct struct) {
      for (Member member : struct.members()) {
        if (member.name().isEmpty()) {
          throw wrong("a member without a name");
        }
        if (!seen.add(member.name())) {
          throw wrong("member " + member.name() + " twice");
        }
        member(member);
      }
    }

    private void member(Member member) {
      switch (member.name()) {
        case "type" -> type = number(member);
        case "max_entries" -> maxEntries = number(member);
        case "map_flags" -> flags = number(member);
        case "numa_node" -> numaNode = number(member);
        case "map_extra" -> extra = wideNumber(member);
        case "pinning" -> pinning = number(member);
        case "key_size" -> keySize = agreed("key size", keySize, number(member));
        case "value_size" -> valueSize = agreed("value size", valueSize, number(member));
        case "key" -> {
          keyTypeId = pointee(member);
          keySize = agreed("key size", keySize, sizeOf(keyTypeId));
        }
        case "value" -> {
          valueTypeId = pointee(member);
          valueSize = agreed("value size", valueSize, sizeOf(valueTypeId));
        }
        case "values" -> values(member);
        default -> throw wrong("unknown member " + member.name());
      }
    }

    /** An array of pointers: to definitions of inner maps, or (program array) to functions. */
    private void values(Member member) {
      if (inner) {
        throw wrong("an inner map with values of its own; maps nest one level");
      }
      if (!(btf.type(btf.resolve(member.typeId())) instanceof BtfType.Array array)
          || !(btf.type(btf.resolve(array.elementTypeId())) instanceof Pointer pointer)) {
        throw wrong("values is not an array of pointers");
      }
      valueSize = agreed("value size", valueSize, 4);
      valuesOffset = (int) (member.bitOffset() / 8);
      if (btf.type(btf.resolve(pointer.typeId())) instanceof Struct struct) {
        Draft draft = new Draft(name + ".inner", offset, true);
        draft.read(struct);
        template = Optional.of(draft.spec());
      }
    }

    private int number(Member member) {
      if (btf.type(btf.resolve(member.typeId())) instanceof Pointer pointer
          && btf.type(btf.resolve(pointer.typeId())) instanceof BtfType.Array array) {
        return (int) array.count();
      }
      throw wrong(
          "member " + member.name() + " is not written as __uint(" + member.name() + ", NUMBER)");
    }

    /** {@code __ulong} makes an enumeration of one enumerator, which holds 64 bits. */
    private long wideNumber(Member member) {
      if (btf.type(btf.resolve(member.typeId())) instanceof BtfType.Enumeration type
          && type.enumerators().size() == 1) {
        long value = type.enumerators().getFirst().value();
        return type instanceof BtfType.Enum32 ? (int) value : value;
      }
      return Integer.toUnsignedLong(number(member));
    }

    private int pointee(Member member) {
      if (btf.type(btf.resolve(member.typeId())) instanceof Pointer pointer) {
        return pointer.typeId();
      }
      throw wrong(
          "member " + member.name() + " is not written as __type(" + member.name() + ", TYPE)");
    }

    private int sizeOf(int typeId) {
      long size;
      try {
        size = btf.sizeOf(typeId);
      } catch (IllegalArgumentException none) {
        throw wrong("a key or value of type id=" + typeId + ", which has no size");
      }
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw wrong("a type of " + size + " bytes");
      }
      return (int) size;
    }

    private int agreed(String what, int before, int now) {
      if (before != 0 && before != now) {
        throw wrong(what + "=" + before + " and " + what + "=" + now);
      }
      return now;
    }

    /** A ring buffer has pages whose number is a power of 2: what is asked for is rounded up. */
    private int entries(MapType mapType) {
      boolean ring = mapType == MapType.RINGBUF || mapType == MapType.USER_RINGBUF;
      if (!ring || maxEntries <= 0 || maxEntries > 1 << 30) {
        return maxEntries;
      }
      int power = Integer.highestOneBit(maxEntries);
      return Math.max(PAGE_BYTES, power == maxEntries ? power : power << 1);
    }

    MapSpec spec() {
      MapType mapType =
          MapType.of(type)
              .orElseThrow(() -> wrong("type=" + type + " is no map type of Linux 6.18"));
      if (pinning != 0 && pinning != PIN_BY_NAME) {
        throw wrong("pinning=" + pinning + ", expected 0 or " + PIN_BY_NAME + " (by name)");
      }
      Optional<MapSpec.Types> types =
          keyTypeId == 0 && valueTypeId == 0
              ? Optional.empty()
              : Optional.of(new MapSpec.Types(btf, keyTypeId, valueTypeId));
      return new MapSpec(
          name,
          mapType,
          keySize,
          valueSize,
          entries(mapType),
          flags,
          extra,
          numaNode,
          pinning == PIN_BY_NAME,
          template,
          types,
          List.of(),
          false);
    }

    private MalformedObjectException wrong(String what) {
      return malformed(offset, "map " + name + ": " + what);
    }
  }
}
