package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.engine.BpfException;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.MapCreateAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.spec.MapSpec;
import dev.skep.spec.MapSpec.Entry;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Creates maps with their contents. */
final class MapFactory {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.BPF);

  private final KernelEngine engine;

  MapFactory(KernelEngine engine) {
    this.engine = engine;
  }

  KernelMap create(MapSpec spec) {
    KernelMap map = new KernelMap(engine, spec, descriptor(spec));
    try {
      spec.contents().forEach(entry -> write(map, entry));
      if (spec.frozen()) {
        map.freeze();
      }
    } catch (RuntimeException e) {
      map.close();
      throw e;
    }
    return map;
  }

  /** Creates the map alone; the template of inner maps lives only as long as the call. */
  private Descriptor descriptor(MapSpec spec) {
    try (InnerTemplate template =
            new InnerTemplate(spec.inner().map(this::descriptor).orElse(null));
        CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, MapCreateAttribute.TYPE, spec.type().code());
      attribute.set(JAVA_INT, MapCreateAttribute.KEY_SIZE, spec.keySize());
      attribute.set(JAVA_INT, MapCreateAttribute.VALUE_SIZE, spec.valueSize());
      attribute.set(JAVA_INT, MapCreateAttribute.MAX_ENTRIES, spec.maxEntries());
      attribute.set(JAVA_INT, MapCreateAttribute.FLAGS, spec.flags());
      attribute.set(JAVA_INT, MapCreateAttribute.INNER_MAP_FD, template.number());
      attribute.set(JAVA_INT, MapCreateAttribute.NUMA_NODE, spec.numaNode());
      attribute.set(JAVA_LONG, MapCreateAttribute.EXTRA, spec.extra());
      ObjectName.write(attribute, MapCreateAttribute.NAME, spec.name());
      spec.types().ifPresent(types -> describe(spec.type(), types, attribute));
      long fd = Syscall.bpf(call, Command.MAP_CREATE, attribute, MapCreateAttribute.BYTES);
      if (fd < 0) {
        throw failure(spec, fd);
      }
      return new Descriptor("map " + spec.name(), (int) fd);
    }
  }

  /**
   * A map of struct_ops has the kernel's own type as its value; yet the kernel wants some types
   * that were loaded beside it.
   */
  private void describe(MapType type, MapSpec.Types types, MemorySegment attribute) {
    boolean structOps = type == MapType.STRUCT_OPS;
    int fd = engine.types().descriptor(structOps ? anyTypes() : types.btf());
    attribute.set(JAVA_INT, MapCreateAttribute.BTF_FD, fd);
    if (structOps) {
      attribute.set(JAVA_INT, MapCreateAttribute.BTF_KERNEL_VALUE_TYPE_ID, types.valueTypeId());
      return;
    }
    attribute.set(JAVA_INT, MapCreateAttribute.BTF_KEY_TYPE_ID, types.keyTypeId());
    attribute.set(JAVA_INT, MapCreateAttribute.BTF_VALUE_TYPE_ID, types.valueTypeId());
  }

  private static Btf anyTypes() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.nativeOrder());
    builder.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED, 32, 0));
    return builder.build();
  }

  /** The descriptor of an inner map's template, or none. */
  private record InnerTemplate(@org.jspecify.annotations.Nullable Descriptor descriptor)
      implements AutoCloseable {
    int number() {
      return descriptor == null ? 0 : descriptor.number();
    }

    @Override
    public void close() {
      if (descriptor != null) {
        descriptor.close();
      }
    }
  }

  private static BpfException failure(MapSpec spec, long result) {
    String values =
        "create map "
            + spec.name()
            + " (type="
            + spec.type().label()
            + " key="
            + spec.keySize()
            + " value="
            + spec.valueSize()
            + " entries="
            + Integer.toUnsignedString(spec.maxEntries())
            + " flags=0x"
            + Integer.toHexString(spec.flags())
            + ")";
    return Refusal.of(
        values,
        result,
        NEEDED,
        line -> new MapException(Syscall.error(result).orElse(Errno.EINVAL), line));
  }

  private void write(KernelMap map, Entry entry) {
    switch (entry) {
      case Entry.Value value ->
          map.update(value.key().segment(), value.value().segment(), UpdateMode.ANY);
      case Entry.InnerMap inner ->
          map.update(
              inner.key().segment(),
              number(
                  only(
                          engine
                              .ownership()
                              .find(
                                  KernelMap.class,
                                  each -> each.spec().name().equals(inner.mapName())),
                          map,
                          "map " + inner.mapName())
                      .descriptor()),
              UpdateMode.ANY);
      case Entry.ProgramName program ->
          map.update(
              program.key().segment(),
              number(
                  only(
                          engine
                              .ownership()
                              .find(
                                  KernelProgram.class,
                                  each -> each.spec().name().equals(program.programName())),
                          map,
                          "program " + program.programName())
                      .descriptor()),
              UpdateMode.ANY);
    }
  }

  private static <T> T only(List<T> found, KernelMap map, String what) {
    if (found.size() != 1) {
      throw new MapException(
          Errno.ENOENT,
          map + " shall hold " + what + ", of which this engine has " + found.size() + " open");
    }
    return found.getFirst();
  }

  private static MemorySegment number(int descriptor) {
    return MemorySegment.ofArray(new int[] {descriptor});
  }
}
