package dev.skep.trace.runtime;

import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A map's key as the script knows it: the parts, without a bucket. */
final class Key {
  static final Key NONE = new Key(new byte[0]);

  private final byte[] bytes;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  static Key of(byte[] bytes) {
    return new Key(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The parts as they are printed. */
  List<String> printed(ScriptMap map) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    for (Type type : map.keys()) {
      int size = ScriptMap.partBytes(type);
      parts.add(type instanceof Type.Text ? Texts.decode(bytes, at, size) : number(word(at), type));
      at += size;
    }
    return parts;
  }

  private static String number(long value, Type type) {
    boolean signed = !(type instanceof Type.Integral integral) || integral.signed();
    return signed ? Long.toString(value) : Long.toUnsignedString(value);
  }

  private long word(int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(at);
  }

  /** The order of numbers by value and of strings by characters, part after part. */
  int compare(Key other, ScriptMap map) {
    int at = 0;
    for (Type type : map.keys()) {
      int size = ScriptMap.partBytes(type);
      int order =
          type instanceof Type.Text
              ? Arrays.compareUnsigned(bytes, at, at + size, other.bytes, at, at + size)
              : Long.compare(word(at), other.word(at));
      if (order != 0) {
        return order;
      }
      at += size;
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
