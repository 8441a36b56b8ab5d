package dev.skep.engine.typed;

import dev.skep.btf.Btf;
import dev.skep.engine.typed.Field.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Java record as bytes: its components in their order, each aligned to its size as C does,
 * numbers in the byte order of the host.
 *
 * <p>Components may be {@code byte}, {@code short}, {@code int}, {@code long} (signed unless {@link
 * Unsigned}), {@code boolean}, {@code float}, {@code double}, {@code String} with a {@link Length},
 * and records of these.
 */
public final class RecordCodec<R extends Record> {
  private final Class<R> type;
  private final MethodHandle constructor;
  private final List<Part> parts;
  private final int alignment;
  private final int size;

  /** A component: how to get it, where it is, and, for a record in the record, its codec. */
  private record Part(
      String name,
      Class<?> type,
      MethodHandle accessor,
      int offset,
      int size,
      Kind kind,
      @org.jspecify.annotations.Nullable RecordCodec<?> nested) {}

  private RecordCodec(
      Class<R> type, MethodHandle constructor, List<Part> parts, int alignment, int size) {
    this.type = type;
    this.constructor = constructor;
    this.parts = parts;
    this.alignment = alignment;
    this.size = size;
  }

  /**
   * The layout of a record.
   *
   * @param lookup what may see the record: {@code MethodHandles.lookup()} of the caller
   * @throws LayoutException when a component has no counterpart in C, or the lookup may not see the
   *     record
   */
  public static <R extends Record> RecordCodec<R> of(MethodHandles.Lookup lookup, Class<R> type) {
    List<Part> parts = new ArrayList<>();
    int offset = 0;
    int alignment = 1;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        RecordComponent component = components[i];
        types[i] = component.getType();
        RecordCodec<?> nested = nested(lookup, component);
        int bytes = nested == null ? bytes(component) : nested.size;
        int aligned = nested == null ? (types[i] == String.class ? 1 : bytes) : nested.alignment;
        offset = roundUp(offset, aligned);
        MethodHandle accessor = lookup.unreflect(component.getAccessor());
        parts.add(
            new Part(
                component.getName(), types[i], accessor, offset, bytes, kind(component), nested));
        offset += bytes;
        alignment = Math.max(alignment, aligned);
      }
      MethodHandle constructor =
          lookup.findConstructor(type, MethodType.methodType(void.class, types));
      return new RecordCodec<>(
          type, constructor, List.copyOf(parts), alignment, roundUp(offset, alignment));
    } catch (ReflectiveOperationException hidden) {
      throw new LayoutException(
          "record "
              + type.getName()
              + " is not visible to the given lookup: "
              + hidden.getMessage());
    }
  }

  /** How many bytes a record takes, padding at its end included. */
  public int size() {
    return size;
  }

  /** The layout, nested records by their paths. */
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    collect("", 0, fields);
    return fields;
  }

  /** Reads a record from memory of at least {@link #size} bytes. */
  public R read(MemorySegment memory) {
    Object[] values = new Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      Part part = parts.get(i);
      MemorySegment bytes = memory.asSlice(part.offset(), part.size());
      RecordCodec<?> nested = part.nested();
      values[i] = nested == null ? get(part, bytes) : nested.read(bytes);
    }
    try {
      return type.cast(constructor.invokeWithArguments(values));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new LayoutException(
          "the constructor of " + type.getName() + " refused what was read: " + checked);
    }
  }

  /** Writes a record into memory of at least {@link #size} bytes; padding becomes zero. */
  public void write(R value, MemorySegment memory) {
    memory.asSlice(0, size).fill((byte) 0);
    put(value, memory);
  }

  /**
   * Compares the layout with a BTF type: names (but for case and underscores), offsets, sizes,
   * signedness.
   *
   * @param what what the type is, for the message: {@code the value of map counts}
   * @throws LayoutException with both layouts side by side when they differ
   */
  public void check(String what, Btf btf, int typeId) {
    List<Field> wanted = TypeFields.of(btf, typeId);
    List<Field> own = fields();
    boolean scalar = wanted.size() == 1 && wanted.getFirst().name().isEmpty() && own.size() == 1;
    boolean fits = size == btf.sizeOf(typeId) && wanted.size() == own.size();
    for (int i = 0; fits && i < own.size(); i++) {
      Field there = wanted.get(i);
      Field named =
          scalar ? new Field(own.get(i).name(), there.offset(), there.size(), there.kind()) : there;
      fits = own.get(i).fits(named);
    }
    if (!fits) {
      throw new LayoutException(
          "record "
              + type.getSimpleName()
              + " ("
              + size
              + " bytes) is not laid out as "
              + what
              + " ("
              + btf.sizeOf(typeId)
              + " bytes)"
              + sideBySide(own, wanted));
    }
  }

  private static String sideBySide(List<Field> own, List<Field> wanted) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.max(own.size(), wanted.size()); i++) {
      String left = i < own.size() ? own.get(i).toString() : "";
      String right = i < wanted.size() ? wanted.get(i).toString() : "";
      boolean same = i < own.size() && i < wanted.size() && own.get(i).fits(wanted.get(i));
      text.append('\n')
          .append(same ? "  " : "! ")
          .append(left)
          .append(" ".repeat(Math.max(1, 36 - left.length())));
      text.append("| ").append(right);
    }
    return text.toString();
  }

  private void collect(String prefix, int base, List<Field> fields) {
    for (Part part : parts) {
      RecordCodec<?> nested = part.nested();
      if (nested == null) {
        fields.add(new Field(prefix + part.name(), base + part.offset(), part.size(), part.kind()));
      } else {
        nested.collect(prefix + part.name() + ".", base + part.offset(), fields);
      }
    }
  }

  private static Object get(Part part, MemorySegment bytes) {
    Class<?> type = part.type();
    if (type == String.class) {
      byte[] text = bytes.toArray(ValueLayout.JAVA_BYTE);
      int end = 0;
      while (end < text.length && text[end] != 0) {
        end++;
      }
      return new String(text, 0, end, StandardCharsets.UTF_8);
    }
    if (type == boolean.class) {
      return bytes.get(ValueLayout.JAVA_BYTE, 0) != 0;
    }
    if (type == byte.class) {
      return bytes.get(ValueLayout.JAVA_BYTE, 0);
    }
    if (type == short.class) {
      return bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0);
    }
    if (type == int.class) {
      return bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }
    if (type == float.class) {
      return bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    }
    return type == double.class
        ? (Object) bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0)
        : (Object) bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  private void put(Object value, MemorySegment memory) {
    for (Part part : parts) {
      Object component;
      try {
        component = part.accessor().invoke(value);
      } catch (RuntimeException | Error thrown) {
        throw thrown;
      } catch (Throwable checked) {
        throw new LayoutException(
            "component " + part.name() + " of " + type.getName() + " cannot be read: " + checked);
      }
      MemorySegment bytes = memory.asSlice(part.offset(), part.size());
      RecordCodec<?> nested = part.nested();
      if (nested == null) {
        put(part, component, bytes);
      } else {
        nested.put(component, bytes);
      }
    }
  }

  private static void put(Part part, Object value, MemorySegment bytes) {
    switch (value) {
      case String text -> {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > part.size()) {
          throw new LayoutException(
              "component "
                  + part.name()
                  + ": a text of "
                  + encoded.length
                  + " bytes, room for "
                  + part.size());
        }
        MemorySegment.copy(encoded, 0, bytes, ValueLayout.JAVA_BYTE, 0, encoded.length);
      }
      case Boolean truth -> bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) (truth ? 1 : 0));
      case Byte number -> bytes.set(ValueLayout.JAVA_BYTE, 0, number);
      case Short number -> bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, number);
      case Integer number -> bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
      case Long number -> bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
      case Float number -> bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, number);
      case Double number -> bytes.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, number);
      default ->
          throw new IllegalStateException("component " + part.name() + " of " + value.getClass());
    }
  }

  private static @org.jspecify.annotations.Nullable RecordCodec<?> nested(
      MethodHandles.Lookup lookup, RecordComponent component) {
    return component.getType().isRecord()
        ? of(lookup, component.getType().asSubclass(Record.class))
        : null;
  }

  private static int bytes(RecordComponent component) {
    Class<?> type = component.getType();
    Length length = component.getAnnotation(Length.class);
    if (type == String.class && length != null && length.value() > 0) {
      return length.value();
    }
    if (type == byte.class || type == boolean.class) {
      return 1;
    }
    if (type == short.class) {
      return 2;
    }
    if (type == int.class || type == float.class) {
      return 4;
    }
    if (type == long.class || type == double.class) {
      return 8;
    }
    throw new LayoutException(
        "component "
            + component.getName()
            + " of type "
            + type.getSimpleName()
            + " has no counterpart in C"
            + (type == String.class
                ? "; say how many bytes it takes with @Length"
                : "; expected one of "
                    + Arrays.asList(
                        "byte",
                        "short",
                        "int",
                        "long",
                        "boolean",
                        "float",
                        "double",
                        "String",
                        "a record")));
  }

  private static Kind kind(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return Kind.TEXT;
    }
    if (type == float.class || type == double.class) {
      return Kind.FLOATING;
    }
    return type == boolean.class || component.isAnnotationPresent(Unsigned.class)
        ? Kind.UNSIGNED
        : Kind.SIGNED;
  }

  private static int roundUp(int offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }
}
