package dev.skep.kernel;

import dev.skep.kernel.sys.CallMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A name that the kernel takes for a map or a program: at most 15 bytes of letters, digits, {@code
 * _} and {@code .} ({@code BPF_OBJ_NAME_LEN}, bpf_obj_name_cpy).
 */
final class ObjectName {
  private static final int MAXIMUM = 15;

  private ObjectName() {}

  /** The name with other characters replaced by {@code _}, cut to what the kernel keeps. */
  static String sanitised(String name) {
    StringBuilder kept = new StringBuilder(MAXIMUM);
    for (int i = 0; i < name.length() && kept.length() < MAXIMUM; i++) {
      char each = name.charAt(i);
      boolean letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
      boolean allowed = letter || (each >= '0' && each <= '9') || each == '_' || each == '.';
      kept.append(allowed ? each : '_');
    }
    return kept.toString();
  }

  /** Writes a sanitised name into a cleared attribute of {@link CallMemory}. */
  static void write(MemorySegment attribute, long offset, String name) {
    String kept = sanitised(name);
    for (int i = 0; i < kept.length(); i++) {
      attribute.set(ValueLayout.JAVA_BYTE, offset + i, (byte) kept.charAt(i));
    }
  }
}
