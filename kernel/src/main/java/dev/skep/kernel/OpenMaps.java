package dev.skep.kernel;

import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.engine.MapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.spec.MapSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Maps that are there already: by id, by path, or shared by name. */
final class OpenMaps {
  private final KernelEngine engine;
  private final BpfFilesystem files;

  OpenMaps(KernelEngine engine, BpfFilesystem files) {
    this.engine = engine;
    this.files = files;
  }

  KernelMap byId(int id) {
    return KernelObjects.open(Command.MAP_GET_FD_BY_ID, id)
        .map(this::map)
        .orElseThrow(() -> new MapException(Errno.ENOENT, "there is no map with id=" + id));
  }

  KernelMap byPath(Path path) {
    return files
        .open(path)
        .map(this::map)
        .orElseThrow(() -> new MapException(Errno.ENOENT, "no map is pinned at " + path));
  }

  private KernelMap map(Descriptor descriptor) {
    try {
      return new KernelMap(engine, specOf(descriptor.number()), descriptor);
    } catch (RuntimeException e) {
      descriptor.close();
      throw e;
    }
  }

  private static MapSpec specOf(int fd) {
    MapInformation said = KernelObjects.mapOf(fd);
    MapType type =
        MapType.of(said.type())
            .orElseThrow(() ->
                new UnsupportedException(
                    "map id=" + said.id() + " has type=" + said.type() + ", which is unknown"));
    return MapSpec.of(said.name(), type, said.keyBytes(), said.valueBytes(), said.maxEntries())
        .withFlags(said.flags())
        .withExtra(said.extra());
  }

  /**
   * The map that is pinned under the specification's name, if there is one.
   *
   * @throws MapException when it is there and is of another shape
   */
  Optional<KernelMap> shared(MapSpec spec) {
    Optional<KernelMap> found = files.open(path(spec)).map(this::map);
    if (found.isEmpty()) {
      return found;
    }
    KernelMap map = found.get();
    if (shape(map.spec()).equals(shape(spec))) {
      return found;
    }
    map.close();
    throw new MapException(
        Errno.EINVAL,
        "map "
            + spec.name()
            + " cannot be shared: at "
            + path(spec)
            + " is one with "
            + shape(map.spec())
            + ", wanted "
            + shape(spec));
  }

  /** Shares a new map under its name. */
  void share(KernelMap map) {
    files.pin(map.descriptor(), path(map.spec()), map);
  }

  private static Path path(MapSpec spec) {
    return BpfFilesystem.ROOT.resolve(spec.name());
  }

  private static String shape(MapSpec spec) {
    return "type="
        + spec.type().label()
        + " key="
        + spec.keySize()
        + " value="
        + spec.valueSize()
        + " entries="
        + Integer.toUnsignedString(spec.maxEntries())
        + " flags=0x"
        + Integer.toHexString(spec.flags());
  }
}
