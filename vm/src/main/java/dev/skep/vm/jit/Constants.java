package dev.skep.vm.jit;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA_AT;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The objects that an emitted class holds as constants: its class data. */
final class Constants {
  private final List<Object> objects = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> positions = new IdentityHashMap<>();

  /** A constant of the class; the same one for the same object. */
  DynamicConstantDesc<?> of(Object object, ClassDesc type) {
    Integer known = positions.putIfAbsent(object, objects.size());
    if (known == null) {
      objects.add(object);
    }
    int at = known == null ? objects.size() - 1 : known;
    return DynamicConstantDesc.ofNamed(BSM_CLASS_DATA_AT, DEFAULT_NAME, type, at);
  }

  /** All objects, as {@link java.lang.invoke.MethodHandles#classDataAt} finds them. */
  List<Object> data() {
    return List.copyOf(objects);
  }
}
