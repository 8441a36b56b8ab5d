package dev.skep.abi.context;

import java.util.ArrayList;
import java.util.List;

/** Lists the fields of one {@link ContextLayout}. */
final class LayoutBuilder {
  private final String structName;
  private final int size;
  private final List<ContextField> fields = new ArrayList<>();

  LayoutBuilder(String structName, int size) {
    this.structName = structName;
    this.size = size;
  }

  /** A number that may only be loaded. */
  LayoutBuilder number(String name, int offset, int bytes, FieldAccess load) {
    return field(name, offset, bytes, ContextValue.SCALAR, load, FieldAccess.NONE);
  }

  /** A number that may be loaded and stored. */
  LayoutBuilder number(String name, int offset, int bytes, FieldAccess load, FieldAccess store) {
    return field(name, offset, bytes, ContextValue.SCALAR, load, store);
  }

  /** A pointer that may only be loaded, and only whole. */
  LayoutBuilder pointer(String name, int offset, int bytes, ContextValue value) {
    return field(name, offset, bytes, value, FieldAccess.of(bytes), FieldAccess.NONE);
  }

  LayoutBuilder field(
      String name, int offset, int bytes, ContextValue value, FieldAccess load, FieldAccess store) {
    fields.add(new ContextField(name, offset, bytes, value, load, store));
    return this;
  }

  ContextLayout build() {
    return new ContextLayout(structName, size, fields);
  }
}
