package dev.skep.abi.context;

/**
 * A field of a context, or of a structure that a context leads to, as programs see it.
 *
 * @param name the name in linux/bpf.h
 * @param offset its first byte, counted from the start of the structure
 * @param size its number of bytes
 * @param value what a load of it yields
 * @param load how it may be loaded
 * @param store how it may be stored
 */
public record ContextField(
    String name, int offset, int size, ContextValue value, FieldAccess load, FieldAccess store) {

  /** Whether a byte of the structure belongs to it. */
  public boolean covers(int at) {
    return at >= offset && at - offset < size;
  }

  /** Whether a load of a number of bytes at an offset of the structure is allowed. */
  public boolean allowsLoad(int at, int bytes) {
    return allows(load, at, bytes);
  }

  /** Whether a store of a number of bytes at an offset of the structure is allowed. */
  public boolean allowsStore(int at, int bytes) {
    return allows(store, at, bytes);
  }

  private boolean allows(FieldAccess access, int at, int bytes) {
    if (!access.allowsWidth(bytes) || !covers(at) || at - offset + bytes > size) {
      return false;
    }
    return switch (access.placement()) {
      case ALIGNED -> at % bytes == 0;
      case START -> at == offset;
      case ANYWHERE -> true;
    };
  }
}
